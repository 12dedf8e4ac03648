import type { Summary } from "@liss/audit/auditor-api";
import { formatDateTime, formatNumber } from "@liss/ui";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { openKeys } from "../i18n/open-keys.ts";
import classes from "./period.module.css";

/** Whether every event that the services counted is on the record, or where the hole is. */
export function Completeness({ summary: { sources, complete } }: { summary: Summary }) {
  const { t, i18n } = useTranslation("explorer");
  const nameOf = (source: string) => openKeys(i18n, t)(`period.services.${source}`) ?? source;
  const holes = sources.flatMap(({ source, holes }) => holes.map((hole) => ({ source, ...hole })));
  const Icon = complete ? IconCircleCheck : IconCircleX;
  return (
    <section className={classes.completeness} data-complete={complete}>
      <h2>
        <Icon size={20} stroke={1.8} aria-hidden="true" />
        {complete ? t("period.complete") : t("period.incomplete")}
      </h2>
      {complete && <p>{t("period.completeHint")}</p>}
      {holes.length > 0 && (
        <ul className={classes.holes}>
          {holes.map(({ source, from, to, since }) => (
            <li key={`${source}/${from}`}>
              {t("period.hole", {
                count: to - from + 1,
                name: nameOf(source),
                from: formatNumber(from),
                to: formatNumber(to),
                when: formatDateTime(since),
              })}
            </li>
          ))}
        </ul>
      )}
      <ul className={classes.sources}>
        {sources.map(({ source, upTo }) => (
          <li key={source}>{t("period.source", { name: nameOf(source), upTo: formatNumber(upTo) })}</li>
        ))}
      </ul>
    </section>
  );
}
