import type { Missing, Summary } from "@liss/audit/auditor-api";
import { formatDateTime } from "@liss/ui";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./period.module.css";

/** The sessions whose messages a stage is missing, longest waiting first. */
export function MissingList({
  stage,
  missing,
}: {
  stage: Summary["stages"][number]["stage"];
  missing: readonly Missing[];
}) {
  const { t } = useTranslation("explorer");
  const title = t(`period.missingTitle.${stage}`);
  return (
    <section className={classes.missingList}>
      <h2>{title}</h2>
      <ul aria-label={title}>
        {missing.map(({ sessionId, codeName, messages, oldest }) => (
          <li key={sessionId ?? "none"}>
            {sessionId === null ? (
              <Link to="/sin-atencion">{t("period.noSession")}</Link>
            ) : (
              <Link to="/atenciones/$id" params={{ id: sessionId }}>
                {codeName ?? sessionId}
              </Link>
            )}
            {" — "}
            {t("period.messages", { count: messages })}, {t("period.since", { when: formatDateTime(oldest) })}
          </li>
        ))}
      </ul>
    </section>
  );
}
