import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatDuration, Problem, useServerSecond } from "@liss/ui";
import { IconUserShare } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnnounce } from "../live/announcer.tsx";
import classes from "./transfer.module.css";
import { useColleagueName } from "./use-colleague-name.ts";

/** Across the conversation while a transfer waits for its answer; and, if she says no, that too. */
export function TransferBand({ card, mine }: { card: SessionCard; mine: boolean }) {
  const { t } = useTranslation("desk");
  const announce = useAnnounce();
  const [asked, setAsked] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const to = card.transfer?.to ?? null;
  const name = useColleagueName(to ?? asked) ?? t("transfer.someone");

  useEffect(() => {
    if (to !== null) {
      setAsked(to);
      return setRefused(false);
    }
    // It ended and she still attends: the answer was no, or none came.
    if (asked === null) return;
    if (mine && !refused) {
      setRefused(true);
      announce("polite", t("transfer.refusedBy", { name }));
    }
  }, [to, asked, mine, refused, name, announce, t]);

  if (card.transfer)
    return (
      <section className={classes.band} role="status">
        <IconUserShare size={18} stroke={1.7} aria-hidden="true" />
        <p>
          {mine
            ? t("transfer.band", { name })
            : t("transfer.by", { name: card.owner?.name ?? t("transfer.someone") })}
        </p>
        <Left until={card.transfer.until} />
      </section>
    );
  if (refused && mine)
    return (
      <div className={classes.refused}>
        <Problem
          kind="info"
          onClose={() => {
            setAsked(null);
            setRefused(false);
          }}
        >
          {t("transfer.refusedBy", { name })}
        </Problem>
      </div>
    );
  return null;
}

function Left({ until }: { until: string }) {
  const { t } = useTranslation("desk");
  const duration = formatDuration(Date.parse(until) - useServerSecond());
  return <span className={classes.time}>{t("transfer.left", { duration })}</span>;
}
