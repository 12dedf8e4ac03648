import type { TimelineEntry } from "@liss/executive-routing/desk-api";
import { formatTime } from "@liss/ui";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import classes from "./context.module.css";
import { useStepSentence } from "./step-sentence.ts";
import { type Step, stepsOf } from "./steps.ts";

/** The session's life, newest first: what, who, when. */
export function Timeline({ timeline }: { timeline: readonly TimelineEntry[] }) {
  const steps = useMemo(() => stepsOf(timeline).reverse(), [timeline]);
  return (
    <ol className={classes.timeline} reversed>
      {steps.map((step) => (
        <TimelineStep key={step.key} step={step} />
      ))}
    </ol>
  );
}

function TimelineStep({ step }: { step: Step }) {
  const { t } = useTranslation("desk");
  const sentenceOf = useStepSentence();
  if (step.type === "messages")
    return (
      <li className={classes.messages}>
        <time dateTime={step.at}>{formatTime(step.at)}</time>
        <span>{t("timeline.messages", { count: step.count })}</span>
      </li>
    );
  const { entry } = step;
  return (
    <li>
      <time dateTime={entry.at}>{formatTime(entry.at)}</time>
      <span>
        {sentenceOf(entry)}
        <span className={classes.actor}>{entry.actorName ?? t("timeline.system")}</span>
      </span>
    </li>
  );
}
