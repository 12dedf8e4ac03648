import type { Summary } from "@liss/audit/auditor-api";
import { EmptyState } from "@liss/ui";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { Asking } from "../frame/asking.tsx";
import type { Period } from "../router.tsx";
import { Completeness } from "./completeness.tsx";
import { FlowPicture } from "./flow-picture.tsx";
import { MissingList } from "./missing-list.tsx";
import classes from "./period.module.css";
import { PeriodChooser, usePeriod } from "./period-chooser.tsx";

/** What became of every message of a period, and whether the record itself is whole. */
export function PeriodPage({ period, onPeriod }: { period: Period; onPeriod: (period: Period) => void }) {
  const { t } = useTranslation("explorer");
  const { from, to } = usePeriod(period);
  const query = useQuery({
    queryKey: ["summary", from, to],
    queryFn: () => api.summary(from, to),
    gcTime: 0,
  });
  return (
    <>
      <h1>{t("period.title")}</h1>
      <PeriodChooser period={period} from={from} to={to} onPeriod={onPeriod} />
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
