import type { PeriodReport } from "@liss/audit/auditor-api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { Asking } from "../frame/asking.tsx";
import { PeriodChooser, usePeriod } from "../period/period-chooser.tsx";
import type { Period } from "../router.tsx";
import { PeriodSeal } from "../seal/period-seal.tsx";
import { AccessPart } from "./access-part.tsx";
import { ChangesPart } from "./changes-part.tsx";
import { EmergenciesPart } from "./emergencies-part.tsx";
import { FilesPart } from "./files-part.tsx";
import { GapsPart } from "./gaps-part.tsx";
import { MessagesPart } from "./messages-part.tsx";
import { PublishPart } from "./publish-part.tsx";
import classes from "./report.module.css";
import { RulesPart } from "./rules-part.tsx";

/** What happened to each of them: the report of a period, each figure with the way to its entries. */
export function ReportPage({ period, onPeriod }: { period: Period; onPeriod: (period: Period) => void }) {
  const { t } = useTranslation("explorer");
  const { from, to: chosen, openedAt } = usePeriod(period);
  const to = chosen ?? new Date(openedAt).toISOString();
  const queries = useQueryClient();
  const queryKey = ["report", from, to];
  const query = useQuery({
    queryKey,
    // Of ten years, or when she leaves the page: what nobody waits for is not read on.
    queryFn: ({ signal }) => api.report(from, to, signal),
    gcTime: 0,
  });
  return (
    <>
      <h1>{t("report.title")}</h1>
      <p className={classes.explain}>{t("report.explain")}</p>
      <PeriodChooser period={period} from={from} to={chosen} onPeriod={onPeriod} />
      <Asking query={query} onStop={() => void queries.cancelQueries({ queryKey })}>
        {(report) => <Report key={from + to} report={report} from={from} to={to} />}
      </Asking>
    </>
  );
}

function Report({ report, from, to }: { report: PeriodReport; from: string; to: string }) {
  return (
    <article className={classes.report}>
      <div className={classes.parts}>
        <MessagesPart messages={report.messages} />
        <EmergenciesPart emergencies={report.emergencies} />
        <RulesPart checks={report.invariants} />
        <AccessPart access={report.access} />
        <ChangesPart changes={report.changes} />
        <GapsPart gaps={report.gaps} />
      </div>
      <aside className={classes.beside}>
        <PeriodSeal from={from} to={to} />
        <FilesPart from={from} to={to} />
        <PublishPart from={from} to={to} />
      </aside>
    </article>
  );
}
