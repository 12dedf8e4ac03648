import type { PeriodReport } from "@liss/audit/auditor-api";
import { formatDateTime } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { EntryLink } from "./entry-link.tsx";
import classes from "./report.module.css";
import { useNames } from "./use-names.ts";

type Checks = PeriodReport["invariants"];

/** Each rule, how often it was put to the test, and every time it was broken. */
export function RulesPart({ checks }: { checks: Checks }) {
  const { t } = useTranslation("explorer");
  const name = useNames();
  return (
    <section className={classes.part}>
      <h2>{t("report.rules.title")}</h2>
      <ul className={classes.rules}>
        {checks.map(({ name: rule, checked, offences }) => (
          <li
            key={rule}
            data-broken={offences.length > 0 || undefined}
            data-unchecked={checked === null || undefined}
          >
            <strong>{t(`report.rules.names.${rule}`)}</strong>
            <span>
              {checked === null
                ? t("report.rules.unchecked")
                : offences.length > 0
                  ? t("report.rules.broken", { count: offences.length })
                  : `${t("report.rules.kept")}: ${t("report.rules.checked", { count: checked })}`}
            </span>
            {offences.length > 0 && (
              <ul>
                {offences.map(({ index, at, sessionId, personId }) => (
                  <li key={index}>
                    {formatDateTime(at)}
                    {personId ? `, ${name(personId)}` : ""} (<EntryLink index={index} sessionId={sessionId} />
                    )
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
