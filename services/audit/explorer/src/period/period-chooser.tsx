import { SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Period } from "../router.tsx";
import classes from "./period.module.css";

const lengths = { day: 1, week: 7, month: 30 } as const;
const choices = ["day", "week", "month", "custom"] as const;
const DAY_MS = 86_400_000;

/** The instants of a period; `to` is absent when it goes on until now. */
export function usePeriod(period: Period): { from: string; to: string | undefined; openedAt: number } {
  // Fixed when the page opens, so that looking at the same period twice asks the same question.
  const [openedAt] = useState(Date.now);
  const custom = period.last === "custom";
  const days = period.last === "custom" ? 1 : lengths[period.last];
  const from = (custom ? period.from : undefined) ?? new Date(openedAt - days * DAY_MS).toISOString();
  return { from, to: custom ? period.to : undefined, openedAt };
}

/** The last day, week or month, or any other time. */
export function PeriodChooser({
  period,
  from,
  to,
  onPeriod,
}: {
  period: Period;
  from: string;
  to: string | undefined;
  onPeriod: (period: Period) => void;
}) {
  const { t } = useTranslation("explorer");
  return (
    <div className={classes.choose}>
      <SegmentedControl
        aria-label={t("period.choose")}
        value={period.last}
        onChange={(last) => onPeriod({ ...period, last: last as Period["last"], missing: undefined })}
        data={choices.map((value) => ({ value, label: t(`period.last.${value}`) }))}
      />
      {period.last === "custom" && (
        <>
          <Moment
            label={t("period.from")}
            value={from}
            onChange={(value) => onPeriod({ ...period, from: value })}
          />
          <Moment
            label={t("period.to")}
            value={to}
            onChange={(value) => onPeriod({ ...period, to: value })}
          />
        </>
      )}
    </div>
  );
}

function Moment({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      defaultValue={value && localMoment(value)}
      onBlur={(event) => {
        const date = new Date(event.currentTarget.value);
        onChange(Number.isNaN(date.getTime()) ? undefined : date.toISOString());
      }}
    />
  );
}

/** An instant as the browser's own field wants it: local time without a zone. */
function localMoment(instant: string): string {
  const date = new Date(instant);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
