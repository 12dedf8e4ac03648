import type { PeriodReport } from "@liss/audit/auditor-api";
import { useTranslation } from "react-i18next";
import { openKeys } from "../i18n/open-keys.ts";
import classes from "./report.module.css";

/** What a service counted and the record does not have: a missing fact, not only a changed one. */
export function GapsPart({ gaps }: { gaps: PeriodReport["gaps"] }) {
  const { t, i18n } = useTranslation("explorer");
  const say = openKeys(i18n, t);
  return (
    <section className={classes.part}>
      <h2>{t("report.gaps.title")}</h2>
      {gaps.length === 0 ? (
        <p className={classes.good}>{t("report.gaps.none")}</p>
      ) : (
        <ul className={classes.bad}>
          {gaps.map(({ source, from, to }) => (
            <li key={`${source}${from}`}>
              {t("report.gaps.hole", {
                count: to - from + 1,
                name: say(`period.services.${source}`) ?? source,
                from,
                to,
              })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
