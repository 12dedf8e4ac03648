import type { SessionRow } from "@liss/audit/auditor-api";
import { formatDateTime, formatDuration, TierMark } from "@liss/ui";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useClassification } from "../i18n/use-classification.ts";
import classes from "./sessions.module.css";

const columns = ["name", "opened", "tier", "waited", "people", "outcome", "entries"] as const;

export function SessionsTable({ sessions }: { sessions: readonly SessionRow[] }) {
  const { t } = useTranslation("explorer");
  return (
    <table className={classes.table} aria-label={t("sessions.list")}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`sessions.columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sessions.map((session) => (
          <Row key={session.sessionId} session={session} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ session }: { session: SessionRow }) {
  const { t } = useTranslation("explorer");
  const { openedAt, claimedAt, closedAt, people, tier } = session;
  return (
    <tr>
      <th scope="row">
        <Link to="/atenciones/$id" params={{ id: session.sessionId }}>
          {session.codeName}
        </Link>
      </th>
      <td className="liss-tabular">
        <time dateTime={openedAt}>{formatDateTime(openedAt)}</time>
      </td>
      <td>{tier && <TierMark tier={tier} plain />}</td>
      <td className="liss-tabular">
        {claimedAt
          ? formatDuration(Date.parse(claimedAt) - Date.parse(openedAt))
          : t(closedAt ? "sessions.neverTaken" : "sessions.waiting")}
      </td>
      <td>
        {people.length > 0
          ? people.map(({ name }) => name).join(", ")
          : t(closedAt ? "sessions.nobodyAtAll" : "sessions.nobody")}
      </td>
      <td>
        <Outcome session={session} />
      </td>
      <td className="liss-tabular">{session.entries}</td>
    </tr>
  );
}

function Outcome({ session: { closedAt, classification } }: { session: SessionRow }) {
  const { t } = useTranslation("explorer");
  const inWords = useClassification();
  if (!closedAt) return <>{t("sessions.open")}</>;
  return (
    <>
      {inWords(classification)} · <time dateTime={closedAt}>{formatDateTime(closedAt)}</time>
    </>
  );
}
