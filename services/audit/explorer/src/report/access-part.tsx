import { type PeriodReport, UNUSUAL } from "@liss/audit/auditor-api";
import { formatDateTime, formatNumber } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { EntryLink } from "./entry-link.tsx";
import classes from "./report.module.css";
import { useNames } from "./use-names.ts";

const columns = ["person", "logins", "failed", "conversations", "messages", "records", "searches"] as const;
const MOST_LINKS = 5;

/** Who looked at what, and what of it is out of the ordinary. */
export function AccessPart({ access: { people, unusual, breakGlass } }: { access: PeriodReport["access"] }) {
  const { t } = useTranslation("explorer");
  const name = useNames();
  return (
    <section className={classes.part}>
      <h2>{t("report.access.title")}</h2>
      {people.length === 0 ? (
        <p className={classes.quiet}>{t("report.access.none")}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`report.access.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((one) => (
              <tr key={one.personId}>
                <th scope="row">{name(one.personId)}</th>
                <td>{formatNumber(one.logins)}</td>
                <td>{formatNumber(one.failedLogins)}</td>
                <td>{formatNumber(one.conversationsRead)}</td>
                <td>{formatNumber(one.messagesShown)}</td>
                <td>{formatNumber(one.recordsRead)}</td>
                <td>{formatNumber(one.searches)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {unusual.length > 0 && (
        <div className={classes.aside}>
          <h3>{t("report.access.unusual")}</h3>
          <ul>
            {unusual.map(({ kind, personId, count, entries }) => (
              <li key={kind + personId}>
                {name(personId)}: {t(`report.access.kinds.${kind}`, UNUSUAL)},{" "}
                {t("report.access.times", { count })} (
                {entries.slice(0, MOST_LINKS).map((index, nth) => (
                  <span key={index}>
                    {nth > 0 && ", "}
                    <EntryLink index={index} />
                  </span>
                ))}
                {entries.length > MOST_LINKS && "…"})
              </li>
            ))}
          </ul>
          <p className={classes.quiet}>{t("report.access.hint")}</p>
        </div>
      )}
      {breakGlass.length > 0 && (
        <div className={classes.bad}>
          <h3>{t("report.access.breakGlass", { count: breakGlass.length })}</h3>
          <ul>
            {breakGlass.map(({ index, at, personId, sessionId }) => (
              <li key={index}>
                {name(personId)}, {formatDateTime(at)} (<EntryLink index={index} sessionId={sessionId} />)
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
