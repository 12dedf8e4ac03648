import type { Conversation } from "@liss/executive-routing/desk-api";
import { formatDateTime, formatTime } from "@liss/ui";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useStepSentence } from "../context/step-sentence.ts";
import { desk } from "../texts.es-cl.ts";
import classes from "./signals.module.css";
import { type Signal, signalsOf } from "./signals.ts";

/** Beside the risk: when each sign first appeared and who or what saw it, with what people decided in between. */
export function Signals({
  conversation: { messages, timeline },
  onShow,
}: {
  conversation: Conversation;
  /** Leads to a message in the thread. */
  onShow: (messageId: string) => void;
}) {
  const { t } = useTranslation("desk");
  const signals = useMemo(() => signalsOf({ messages, timeline }), [messages, timeline]);
  if (signals.length === 0) return null;
  return (
    <details className={classes.signals}>
      <summary>{t("signals.title", { count: signals.length })}</summary>
      <ol>
        {signals.map((signal) => (
          <li key={signal.key}>
            <time dateTime={signal.at} title={formatDateTime(signal.at)}>
              {formatTime(signal.at)}
            </time>
            {signal.kind === "indicator" ? (
              <Seen signal={signal} onShow={onShow} />
            ) : (
              <Decided entry={signal.entry} />
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Seen({
  signal: { indicator, messageId, times },
  onShow,
}: {
  signal: Extract<Signal, { kind: "indicator" }>;
  onShow: (messageId: string) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const name = t(`shared:indicators.${indicator}`);
  return (
    <span>
      {name}
      <span className={classes.by}>
        {times === 1 ? t("signals.bySystem") : t("signals.bySystemTimes", { count: times })}{" "}
        <button
          type="button"
          aria-label={t("signals.showNamed", { indicator: name })}
          onClick={() => onShow(messageId)}
        >
          {t("signals.show")}
        </button>
      </span>
    </span>
  );
}

function Decided({ entry }: { entry: Extract<Signal, { kind: "decision" }>["entry"] }) {
  const { t } = useTranslation("desk");
  const sentenceOf = useStepSentence();
  const reason = Object.keys(desk.risk.reasons).find((one) => one === entry.detail.reason);
  return (
    <span>
      <strong>{sentenceOf(entry)}</strong>
      <span className={classes.by}>
        {entry.actorName ?? t("timeline.system")}
        {reason && ` · ${t(`risk.reasons.${reason as keyof typeof desk.risk.reasons}`)}`}
      </span>
    </span>
  );
}
