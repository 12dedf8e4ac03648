import type { Step } from "@liss/audit/auditor-api";
import { formatDuration } from "@liss/ui";
import { useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../frame/use-me.ts";
import type { Seal } from "../seal/use-seal.ts";
import { pauseBefore } from "../story/intervals.ts";
import { useStory } from "../story/use-story.ts";
import classes from "./life.module.css";
import { StepRow } from "./step-row.tsx";

/** Where a link to an entry leads, within the life that it is part of. */
export const anchorOf = (index: number) => `entrada-${index}`;

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
  const named = useLocation({ select: ({ hash }) => hash });
  // The browser looked for it when there was no life to be seen yet.
  useEffect(() => {
    if (named) document.getElementById(named)?.scrollIntoView();
  }, [named]);
  return (
    // biome-ignore lint/a11y/noRedundantRoles: a list without markers is no list for Safari unless it says so
    <ol role="list" aria-label={t("life.label")} className={classes.timeline}>
      {steps.map((step, position) => {
        const pause = pauseBefore(steps, position);
        return (
          <li
            key={step.index}
            id={anchorOf(step.index)}
            aria-current={anchorOf(step.index) === named || undefined}
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
