import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatDuration, Problem, useServerSecond } from "@liss/ui";
import { Checkbox } from "@mantine/core";
import { IconEarOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./attention.module.css";
import { attention } from "./texts.es-cl.ts";

const steps = Object.keys(attention.silence.steps) as (keyof typeof attention.silence.steps)[];

/** What she must not let pass in a conversation of hers: silence in danger, with what to do; an answer that is due. */
export function AttentionBand({ card }: { card: SessionCard }) {
  if (card.silentSince) return <Silence key={card.silentSince} since={card.silentSince} />;
  if (card.overdue && card.awaitingReplySince)
    return <Overdue stage={card.overdue} since={card.awaitingReplySince} />;
  return null;
}

/** The checklist. What is ticked is hers and stays on the screen; what was done is in the emergency's record. */
function Silence({ since }: { since: string }) {
  const { t } = useTranslation("desk");
  const duration = formatDuration(useServerSecond() - Date.parse(since));
  return (
    <section className={classes.silence} aria-labelledby="silence-title" data-attention="silence">
      <p className={classes.title} id="silence-title">
        <IconEarOff size={18} stroke={1.7} aria-hidden="true" />
        <strong>{t("attention.silence.title", { duration })}</strong>
      </p>
      <p className={classes.hint}>{t("attention.silence.hint")}</p>
      <div className={classes.steps}>
        {steps.map((step) => (
          <Checkbox key={step} size="sm" label={t(`attention.silence.steps.${step}`)} />
        ))}
      </div>
    </section>
  );
}

function Overdue({ stage, since }: { stage: "reminder" | "supervisor"; since: string }) {
  const { t } = useTranslation("desk");
  const duration = formatDuration(useServerSecond() - Date.parse(since));
  return (
    <div className={classes.overdue} data-attention="overdue">
      <Problem kind="warning">
        {t(`attention.overdue.${stage}`, { duration })} {t("attention.overdue.help")}
      </Problem>
    </div>
  );
}
