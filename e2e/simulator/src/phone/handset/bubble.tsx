import { useTranslation } from "react-i18next";
import type { ChatMessage } from "../../view.ts";
import styles from "./bubble.module.css";
import { BubbleContent } from "./bubble-content.tsx";
import type { MessageActs } from "./conversation.tsx";
import { MessageMenu } from "./message-menu.tsx";
import { useSummary } from "./summary.ts";
import { Ticks } from "./ticks.tsx";
import { clockOf } from "./time.ts";

type Props = {
  phoneId: string;
  message: ChatMessage;
  quoted: ChatMessage | "gone" | undefined;
  act: MessageActs;
};

/** One message, hers (`out`) at the right and Liss's (`in`) at the left. */
export function Bubble({ phoneId, message, quoted, act }: Props) {
  const { t } = useTranslation();
  const { id, direction, status, revoked, edited, reactions } = message;
  return (
    <div className={styles.line} data-side={direction}>
      <div
        className={styles.bubble}
        data-testid="message"
        data-message-id={id}
        data-direction={direction}
        data-status={status}
        data-kind={message.content.kind}
      >
        {quoted !== undefined && !revoked && <Quote quoted={quoted} />}
        {revoked ? (
          <em className={styles.revoked}>{t("message.revokedHers")}</em>
        ) : (
          <BubbleContent phoneId={phoneId} message={message} openSheet={act.openSheet} />
        )}
        <span className={styles.meta}>
          {edited && !revoked && <span>{t("message.edited")}</span>}
          <time dateTime={message.at}>{clockOf(new Date(message.at))}</time>
          {direction === "out" && !revoked && <Ticks status={status} />}
        </span>
        {!revoked && (reactions.hers || reactions.liss) && (
          <span className={styles.reactions}>
            {reactions.hers && (
              <span role="img" aria-label={t("message.reactionHers", { emoji: reactions.hers })}>
                {reactions.hers}
              </span>
            )}
            {reactions.liss && (
              <span role="img" aria-label={t("message.reactionLiss", { emoji: reactions.liss })}>
                {reactions.liss}
              </span>
            )}
          </span>
        )}
      </div>
      {!revoked && <MessageMenu phoneId={phoneId} message={message} act={act} />}
    </div>
  );
}

function Quote({ quoted }: { quoted: ChatMessage | "gone" }) {
  const { t } = useTranslation();
  const summary = useSummary();
  return (
    <blockquote className={styles.quote} aria-label={t("message.quoted")}>
      {quoted === "gone" ? t("message.gone") : summary(quoted)}
    </blockquote>
  );
}
