import type { PeriodReport } from "@liss/audit/auditor-api";
import { formatDateTime, formatDuration, formatNumber } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { useStory } from "../story/use-story.ts";
import { EntryLink } from "./entry-link.tsx";
import classes from "./report.module.css";

type Messages = PeriodReport["messages"];
const steps = ["accepted", "queued", "seen", "answered"] as const;
const waits = ["toQueue", "toSeen", "toAnswer"] as const;
const nobody: [] = [];

/** Each message from the door to its answer: how many, how long, and which are missing. */
export function MessagesPart({ messages }: { messages: Messages }) {
  const { t } = useTranslation("explorer");
  const { shared } = useStory(nobody);
  const time = (ms: number | null) => (ms === null ? "–" : ms < 1_000 ? `${ms} ms` : formatDuration(ms));
  const deliveries = Object.entries(messages.deliveries)
    .map(([state, count]) => `${shared.delivery(state)} ${formatNumber(count)}`)
    .join(" · ");
  return (
    <section className={classes.part}>
      <h2>{t("report.messages.title")}</h2>
      <dl className={classes.counts}>
        {steps.map((step) => (
          <div key={step}>
            <dt>{t(`report.messages.steps.${step}`)}</dt>
            <dd>{formatNumber(messages[step])}</dd>
          </div>
        ))}
      </dl>
      {messages.accepted === 0 ? (
        <p className={classes.quiet}>{t("period.nothing")}</p>
      ) : (
        <Fates
          title={t("report.messages.unaccounted", { count: messages.unaccounted.length })}
          none={t("report.messages.accounted")}
          fates={messages.unaccounted}
        />
      )}
      {messages.waiting.length > 0 && (
        <Fates
          title={t("report.messages.waiting", { count: messages.waiting.length })}
          fates={messages.waiting}
        />
      )}
      <table className={classes.table}>
        <caption>{t("report.messages.times")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("report.messages.step")}</th>
            <th scope="col">{t("report.messages.median")}</th>
            <th scope="col">{t("report.messages.p95")}</th>
            <th scope="col">{t("report.messages.longest")}</th>
          </tr>
        </thead>
        <tbody>
          {waits.map((wait) => (
            <tr key={wait}>
              <th scope="row">{t(`report.messages.${wait}`)}</th>
              <td>{time(messages[wait].median)}</td>
              <td>{time(messages[wait].p95)}</td>
              <td>{time(messages[wait].longest)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.quiet}>
        {deliveries
          ? t("report.messages.deliveries", { list: deliveries })
          : t("report.messages.noDeliveries")}
      </p>
    </section>
  );
}

function Fates({ title, none, fates }: { title: string; none?: string; fates: Messages["waiting"] }) {
  const { t } = useTranslation("explorer");
  if (fates.length === 0) return <p className={classes.good}>{none}</p>;
  return (
    <div className={classes.bad}>
      <h3>{title}</h3>
      <ul aria-label={title}>
        {fates.map(({ messageId, sessionId, codeName, acceptedAt, index }) => (
          <li key={messageId}>
            {codeName ? `${codeName}, ` : ""}
            {t("report.messages.accepted", { when: formatDateTime(acceptedAt) })} (
            <EntryLink index={index} sessionId={sessionId} />)
          </li>
        ))}
      </ul>
    </div>
  );
}
