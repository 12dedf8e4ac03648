import type { Step } from "@liss/audit/auditor-api";
import { formatExactTime } from "@liss/ui";
import { Button, Tooltip } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { StepSeal } from "../seal/step-seal.tsx";
import type { Seal } from "../seal/use-seal.ts";
import classes from "./life.module.css";

/** One step: when, what, by whom; its place on the record, and its seal. */
export function StepRow({
  step,
  sentence,
  sessionId,
  seal,
  opened,
}: {
  step: Step;
  sentence: string;
  sessionId: string;
  seal: Seal;
  opened: boolean;
}) {
  const { t } = useTranslation("explorer");
  const { t: common } = useTranslation("shared");
  const [open, setOpen] = useState(opened);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  const at = step.occurredAt ?? step.receivedAt;
  const exact = t("life.exact", {
    occurred: withMilliseconds(at),
    received: withMilliseconds(step.receivedAt),
    sequence: step.streamSequence,
  });
  return (
    <div className={classes.row}>
      <Tooltip label={exact} withinPortal={false}>
        <time className={classes.time} dateTime={at}>
          {formatExactTime(at)}
        </time>
      </Tooltip>
      <span className={classes.mark} aria-hidden="true" />
      <div className={classes.what}>
        <p className={classes.sentence}>
          {sentence}
          {step.actor?.kind === "person" && (
            <span className={classes.role}> {common(`roles.${step.actor.role}`)}</span>
          )}
        </p>
        {step.incident && (
          <p className={classes.incident}>{t("life.incident", { first: step.incident.firstIndex })}</p>
        )}
        {step.sessionId !== null && step.sessionId !== sessionId && (
          <p className={classes.aside}>{t("life.otherSession")}</p>
        )}
        {open && (
          <div className={classes.paper}>
            <p>{exact}</p>
            <pre>{pretty(step.entry)}</pre>
            <p>SHA-256 {step.leafHash}</p>
          </div>
        )}
      </div>
      <div className={classes.proof}>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          c="dimmed"
          aria-expanded={open}
          leftSection={<Chevron size={12} aria-hidden="true" />}
          onClick={() => setOpen(!open)}
        >
          {t("life.entry", { index: step.index })}
        </Button>
        <StepSeal index={step.index} seal={seal} />
      </div>
    </div>
  );
}

function withMilliseconds(instant: string): string {
  return `${formatExactTime(instant)},${instant.slice(20, 23)}`;
}

function pretty(entry: string): string {
  try {
    return JSON.stringify(JSON.parse(entry), null, 2);
  } catch {
    return entry;
  }
}
