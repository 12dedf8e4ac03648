import type { Summary } from "@liss/audit/auditor-api";
import { EmptyState } from "@liss/ui";
import { SegmentedControl, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { Asking } from "../frame/asking.tsx";
import type { Period } from "../router.tsx";
import { Completeness } from "./completeness.tsx";
import { FlowPicture } from "./flow-picture.tsx";
import { MissingList } from "./missing-list.tsx";
import classes from "./period.module.css";

const lengths = { day: 1, week: 7, month: 30 } as const;
const choices = ["day", "week", "month", "custom"] as const;
const DAY_MS = 86_400_000;

/** What became of every message of a period, and whether the record itself is whole. */
export function PeriodPage({ period, onPeriod }: { period: Period; onPeriod: (period: Period) => void }) {
  const { t } = useTranslation("explorer");
  // Fixed when the page opens, so that looking at the same period twice asks the same question.
  const [openedAt] = useState(Date.now);
  const from =
    period.last === "custom"
      ? (period.from ?? new Date(openedAt - DAY_MS).toISOString())
      : new Date(openedAt - lengths[period.last] * DAY_MS).toISOString();
  const to = period.last === "custom" ? period.to : undefined;
  const query = useQuery({
    queryKey: ["summary", from, to],
    queryFn: () => api.summary(from, to),
    gcTime: 0,
  });
  return (
    <>
      <h1>{t("period.title")}</h1>
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
      <Asking query={query}>
        {(summary) => <PeriodSummary summary={summary} period={period} onPeriod={onPeriod} />}
      </Asking>
    </>
  );
}

function PeriodSummary({
  summary,
  period,
  onPeriod,
}: {
  summary: Summary;
  period: Period;
  onPeriod: (period: Period) => void;
}) {
  const { t } = useTranslation("explorer");
  const chosen = summary.stages.find(({ stage }) => stage === period.missing);
  return (
    <>
      {summary.accepted === 0 ? (
        <EmptyState title={t("period.nothing")} />
      ) : (
        <>
          <FlowPicture
            summary={summary}
            chosen={period.missing}
            onChoose={(stage) =>
              onPeriod({ ...period, missing: stage === period.missing ? undefined : stage })
            }
          />
          <p className={classes.sessions}>{t("period.sessions", summary.sessions)}</p>
          {chosen && <MissingList stage={chosen.stage} missing={chosen.missing} />}
        </>
      )}
      <Completeness summary={summary} />
    </>
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
