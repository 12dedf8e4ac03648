import type { Step } from "@liss/audit/auditor-api";
import { formatDuration } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { useMe } from "../frame/use-me.ts";
import type { Seal } from "../seal/use-seal.ts";
import { pauseBefore } from "../story/intervals.ts";
import { useStory } from "../story/use-story.ts";
import classes from "./life.module.css";
import { StepRow } from "./step-row.tsx";

/** What happened, one step after the other, with the pauses between them. */
export function Timeline({
  steps,
  sessionId,
  seal,
  opened = false,
}: {
  steps: readonly Step[];
  sessionId: string;
  seal: Seal;
  /** Shows at once what the entries hold. */
  opened?: boolean;
}) {
  const { t } = useTranslation("explorer");
  const { people } = useMe();
  const { sentence } = useStory(people);
  return (
    // biome-ignore lint/a11y/noRedundantRoles: a list without markers is no list for Safari unless it says so
    <ol role="list" aria-label={t("life.label")} className={classes.timeline}>
      {steps.map((step, position) => {
        const pause = pauseBefore(steps, position);
        return (
          <li
            key={step.index}
            id={`entrada-${step.index}`}
            data-event-type={step.type ?? step.subject}
            data-index={step.index}
            data-actor={step.actor?.kind ?? "unknown"}
            data-verdict={seal.verdictOf(step.index)?.status}
            className={classes.step}
          >
            {pause !== null && (
              <p className={classes.pause}>{t("life.after", { duration: formatDuration(pause) })}</p>
            )}
            <StepRow
              step={step}
              sentence={sentence(step)}
              sessionId={sessionId}
              seal={seal}
              opened={opened}
            />
          </li>
        );
      })}
    </ol>
  );
}
