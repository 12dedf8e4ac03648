import type { Step } from "@liss/audit/auditor-api";
import { formatDay, formatExactTime } from "@liss/ui";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { Asking } from "../frame/asking.tsx";
import { Timeline } from "../life/timeline.tsx";
import { useSeal } from "../seal/use-seal.ts";
import classes from "./entry.module.css";

/** One entry by itself, as the report points to it, and the proof of it. */
export function EntryPage({ index }: { index: number }) {
  const { t } = useTranslation("explorer");
  const query = useQuery({ queryKey: ["entry", index], queryFn: () => api.entry(index), gcTime: 0 });
  return (
    <>
      <button type="button" className={classes.back} onClick={() => history.back()}>
        ← {t("report.entry.back")}
      </button>
      <h1>{t("report.entry.title", { index })}</h1>
      <Asking query={query}>{(step) => <Entry step={step} />}</Asking>
    </>
  );
}

function Entry({ step }: { step: Step }) {
  const { t } = useTranslation("explorer");
  const at = step.occurredAt ?? step.receivedAt;
  const steps = useMemo(() => [step], [step]);
  const seal = useSeal(step.sessionId ?? "", steps);
  return (
    <>
      <p className={classes.when}>
        <time dateTime={at}>{t("report.entry.when", { day: formatDay(at), time: formatExactTime(at) })}</time>
        {step.sessionId !== null && (
          <>
            {" · "}
            <Link to="/atenciones/$id" params={{ id: step.sessionId }} hash={`entrada-${step.index}`}>
              {t("report.entry.session")}
            </Link>
          </>
        )}
      </p>
      <Timeline steps={steps} sessionId={step.sessionId ?? ""} seal={seal} opened />
    </>
  );
}
