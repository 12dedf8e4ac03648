import type { MessageView } from "@liss/executive-routing/desk-api";
import { DeliveryTicks, formatExactTime, formatTime, worthSendingAgain } from "@liss/ui";
import { IconArrowBackUp, IconRobotFace } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../desk/use-desk.ts";
import { PinButton } from "../pins/pin-button.tsx";
import { Content } from "./content.tsx";
import classes from "./conversation.module.css";
import { plainOf } from "./plain.ts";

/** One message: who, what, when, and where it is now. */
export const Bubble = memo(function Bubble({
  message,
  first,
  last,
  codeName,
  answered,
  replaced,
  revised,
  seenRef,
  onReply,
}: {
  message: MessageView;
  first: boolean;
  last: boolean;
  codeName: string;
  answered: MessageView | undefined;
  /** The message of hers that this one corrects. */
  replaced: MessageView | undefined;
  /** A later message corrects this one. */
  revised: boolean;
  seenRef: ((element: HTMLElement | null) => void) | undefined;
  /** Only for whoever may answer it. */
  onReply: ((messageId: string) => void) | undefined;
}) {
  const { t } = useTranslation("desk");
  const { direction, author, delivery } = message;
  return (
    <article
      ref={seenRef}
      className={classes.message}
      data-message-id={message.id}
      data-direction={direction}
      data-author={author}
      data-delivery={delivery?.state}
      data-first={first || undefined}
      data-last={last || undefined}
    >
      <Author message={message} codeName={codeName} shown={first && direction === "out"} />
      <div className={classes.bubble}>
        <div className={revised ? `${classes.body} ${classes.revised}` : classes.body}>
          {message.editOf && <p className={classes.kind}>{t("thread.edits")}</p>}
          {replaced && <blockquote className={classes.quote}>{plainOf(replaced.content, t)}</blockquote>}
          {answered && (
            <blockquote className={classes.quote}>
              <span className={classes.srOnly}>{t("thread.replyTo")} </span>
              {plainOf(answered.content, t) || t("thread.erased")}
            </blockquote>
          )}
          <Content message={message} />
          {revised && <p className={classes.kind}>{t("thread.editedLater")}</p>}
        </div>
        <span className={classes.meta}>
          <time
            dateTime={message.sentAt}
            // Both clocks to the second, for whoever points at it: made then, and not for each bubble that opens.
            onPointerEnter={({ currentTarget }) => {
              currentTarget.title = t("thread.exactTimes", {
                sent: formatExactTime(message.sentAt),
                received: formatExactTime(message.receivedAt),
              });
            }}
          >
            {formatTime(message.sentAt)}
          </time>
          {delivery && <DeliveryTicks state={delivery.state} />}
          {onReply && message.content && !message.revokedAt && (
            <button
              type="button"
              className={classes.beside}
              aria-label={t("quote.replyTo")}
              title={t("quote.reply")}
              onClick={() => onReply(message.id)}
            >
              <IconArrowBackUp size={15} aria-hidden="true" />
            </button>
          )}
          {message.content && !message.revokedAt && <PinButton messageId={message.id} />}
        </span>
      </div>
      {delivery && <Trouble state={delivery.state} reason={delivery.reason} />}
    </article>
  );
});

/** Who speaks: seen at the head of a group, always heard. */
function Author({ message, codeName, shown }: { message: MessageView; codeName: string; shown: boolean }) {
  const { t } = useTranslation("desk");
  const me = useMe();
  const { author, authorName } = message;
  const robot = author === "robot";
  const name =
    author === "contact"
      ? codeName
      : author === "executive"
        ? authorName === me.name
          ? t("thread.you")
          : (authorName ?? "")
        : t(`thread.${author}`);
  return (
    <p
      className={shown || robot ? classes.author : classes.srOnly}
      title={robot ? t("robot.marked") : undefined}
    >
      {robot && <IconRobotFace size={14} aria-hidden="true" />}
      {name}
    </p>
  );
}

/** What went wrong with a message of ours, and what can be done. */
function Trouble({
  state,
  reason,
}: {
  state: NonNullable<MessageView["delivery"]>["state"];
  reason: string | null;
}) {
  const { t, i18n } = useTranslation(["desk", "shared"]);
  if (state === "unknown") return <p className={classes.trouble}>{t("thread.unknown")}</p>;
  if (state !== "failed") return null;
  const known = reason !== null && i18n.exists(`shared:deliveryReasons.${reason}`);
  const sentence = t(`shared:deliveryReasons.${known ? (reason as "other") : "other"}`);
  const again = reason !== null && worthSendingAgain.includes(reason);
  return (
    <p className={classes.trouble} data-failed="">
      {t(again ? "thread.failedAgain" : "thread.failed", { reason: sentence })}
    </p>
  );
}
