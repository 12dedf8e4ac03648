import type { PeriodReport } from "@liss/audit/auditor-api";
import { formatDateTime } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { openKeys } from "../i18n/open-keys.ts";
import { EntryLink } from "./entry-link.tsx";
import classes from "./report.module.css";
import { useNames } from "./use-names.ts";

const columns = ["when", "what", "version", "settings", "entry"] as const;

/** What ran in the period and what changed: starts, versions of rules and contents, settings, people, keys. */
export function ChangesPart({ changes }: { changes: PeriodReport["changes"] }) {
  const { t, i18n } = useTranslation("explorer");
  const say = openKeys(i18n, t);
  const name = useNames();
  return (
    <section className={classes.part}>
      <h2>{t("report.changes.title")}</h2>
      {changes.length === 0 ? (
        <p className={classes.quiet}>{t("report.changes.none")}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`report.changes.columns.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changes.map(({ index, at, what, personId, release, versions, settings }) => (
              <tr key={index}>
                <td className={classes.entry}>{formatDateTime(at)}</td>
                <th scope="row">
                  {say(`report.changes.what.${what}`) ?? say(`actors.service.${what}`) ?? what}
                  {personId && `, ${name(personId)}`}
                </th>
                <td>
                  {[release, ...Object.entries(versions).map(([of, version]) => versionOf(of, version))]
                    .filter(Boolean)
                    .join(", ") || "–"}
                </td>
                <td>
                  {settings === null
                    ? t("report.changes.first")
                    : settings.map(nameOf).join(", ") || t("report.changes.same")}
                </td>
                <td>
                  <EntryLink index={index} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );

  function nameOf(setting: string): string {
    return say(`report.changes.names.${setting}`) ?? setting;
  }

  function versionOf(of: string, version: string): string {
    return `${say(`report.changes.of.${of}`) ?? of} ${version}`;
  }
}
