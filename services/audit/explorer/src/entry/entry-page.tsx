import type { Step } from "@liss/audit/auditor-api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { Asking } from "../frame/asking.tsx";
import { Timeline } from "../life/timeline.tsx";
import classes from "../report/report.module.css";
import { useSeal } from "../seal/use-seal.ts";

/** One entry by itself, as the report points to it, and the proof of it. */
export function EntryPage({ index }: { index: number }) {
  const { t } = useTranslation("explorer");
  const query = useQuery({ queryKey: ["entry", index], queryFn: () => api.entry(index), gcTime: 0 });
  return (
    <>
      <Link to="/informe" search={{ last: "day" }} className={classes.back}>
        ← {t("report.entry.back")}
      </Link>
      <h1>{t("report.entry.title", { index })}</h1>
      <Asking query={query}>{(step) => <Entry step={step} />}</Asking>
    </>
  );
}

function Entry({ step }: { step: Step }) {
  const steps = useMemo(() => [step], [step]);
  const seal = useSeal(step.sessionId ?? "", steps);
  return <Timeline steps={steps} sessionId={step.sessionId ?? ""} seal={seal} />;
}
