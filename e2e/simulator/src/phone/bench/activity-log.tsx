import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { LogEntry } from "../../view.ts";
import type { BenchState } from "../live/state.ts";
import styles from "./fault-panel.module.css";

const clock = new Intl.DateTimeFormat("es-CL", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
});

/** What travelled between WhatsApp and Liss, newest first, without a word of what it said. */
export function ActivityLog({ bench }: { bench: BenchState }) {
  const { t } = useTranslation();
  const { webhooks, messages } = bench.counters ?? {};
  const figures = [
    [webhooks?.sent, t("log.sent")],
    [webhooks?.acked, t("log.acked")],
    [webhooks?.failed, t("log.failed")],
    [webhooks?.retried, t("log.retried")],
    [messages?.accepted, t("log.accepted")],
    [messages?.refused, t("log.refused")],
  ] as const;
  return (
    <>
      <Text size="sm" className={styles.soft}>
        {t("log.help")}
      </Text>
      <dl className={styles.figures}>
        {figures.map(([figure = 0, label]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      {bench.log.length === 0 && <Text size="sm">{t("log.empty")}</Text>}
      <ol className={styles.log}>
        {bench.log
          .map((entry, index) => (
            <Line key={`${entry.at}-${index}`} entry={entry} name={nameOf(bench, entry)} />
          ))
          .reverse()}
      </ol>
    </>
  );
}

function Line({ entry, name }: { entry: LogEntry; name: string | undefined }) {
  const { t } = useTranslation();
  const { at, kind, what, outcome, code, attempt = 1 } = entry;
  return (
    <li data-outcome={outcome}>
      <span className={styles.when}>{clock.format(new Date(at))}</span>
      <span>
        <strong>{t(kind === "webhook" ? "log.toLiss" : "log.fromLiss")}</strong> <code>{what}</code>
        <span className={styles.detail}>
          {[name, attempt > 1 ? t("log.attempt", { count: attempt }) : undefined].filter(Boolean).join(" · ")}
        </span>
      </span>
      <span className={styles.outcome}>
        {t(`log.outcomes.${outcome}`)}
        {code !== undefined && ` ${code}`}
      </span>
    </li>
  );
}

function nameOf(bench: BenchState, { phoneId }: LogEntry): string | undefined {
  return bench.phones.find(({ id }) => id === phoneId)?.name;
}
