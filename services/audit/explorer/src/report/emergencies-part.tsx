import type { PeriodReport } from "@liss/audit/auditor-api";
import { formatDateTime, formatDuration } from "@liss/ui";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { openKeys } from "../i18n/open-keys.ts";
import { EntryLink } from "./entry-link.tsx";
import classes from "./report.module.css";
import { useNames } from "./use-names.ts";

type Emergencies = PeriodReport["emergencies"];
const columns = ["session", "signal", "human", "call", "procedure", "outcome"] as const;

/** From the first signal to the outcome; those that still have none come first and in red. */
export function EmergenciesPart({ emergencies }: { emergencies: Emergencies }) {
  const { t } = useTranslation("explorer");
  const open = emergencies.filter((one) => one.open).length;
  return (
    <section className={classes.part}>
      <h2>{t("report.emergencies.title")}</h2>
      {emergencies.length === 0 ? (
        <p className={classes.quiet}>{t("report.emergencies.none")}</p>
      ) : (
        <>
          <p className={open > 0 ? classes.badLine : classes.good}>
            {open > 0 ? t("report.emergencies.open", { count: open }) : t("report.emergencies.allDone")}
          </p>
          <table className={classes.table}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {t(`report.emergencies.columns.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {emergencies.map((one) => (
                <Row key={one.sessionId} emergency={one} />
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

function Row({ emergency }: { emergency: Emergencies[number] }) {
  const { t, i18n } = useTranslation("explorer");
  const say = openKeys(i18n, t);
  const name = useNames();
  const { sessionId, codeName, signalAt, index, humanAt, humanId, calledAt, calledService, outcome } =
    emergency;
  const since = (at: string) => formatDuration(Date.parse(at) - Date.parse(signalAt));
  return (
    <tr data-open={emergency.open || undefined}>
      <th scope="row">
        <Link to="/atenciones/$id" params={{ id: sessionId }}>
          {codeName ?? sessionId}
        </Link>
      </th>
      <td>
        {formatDateTime(signalAt)} (<EntryLink index={index} sessionId={sessionId} />)
      </td>
      <td>
        {humanAt
          ? t("report.emergencies.after", { who: name(humanId), duration: since(humanAt) })
          : t("report.emergencies.nobody")}
      </td>
      <td>
        {calledService ? (say(`words.called.${calledService}`) ?? calledService) : "–"}
        {calledAt ? `, ${formatDateTime(calledAt)}` : ""}
      </td>
      <td>{emergency.procedureNumber ?? "–"}</td>
      <td>{outcome ? (say(`words.outcome.${outcome}`) ?? outcome) : t("report.emergencies.openMark")}</td>
    </tr>
  );
}
