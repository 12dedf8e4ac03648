import { Button, Text } from "@mantine/core";
import { Fragment, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ChatMessage, PhoneView } from "../../view.ts";
import { Bubble } from "./bubble.tsx";
import styles from "./conversation.module.css";
import { dayOf, daysBetween } from "./time.ts";
import { useNow } from "./use-now.ts";

/** What the chat lets its owner do with a message. */
export type MessageActs = {
  say(text: string): void;
  reply(message: ChatMessage): void;
  edit(message: ChatMessage): void;
  openSheet(message: ChatMessage): void;
};

type Props = { phone: PhoneView; conversation: readonly ChatMessage[]; act: MessageActs };

/** Closer to the end than this, the list follows new messages. */
const nearPx = 120;

export function Conversation({ phone, conversation, act }: Props) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const last = conversation.at(-1);
  const typing = phone.online && phone.typingUntil !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when what is at the end changes.
  useLayoutEffect(() => {
    const list = scroller.current;
    if (list && (follows.current || last?.direction === "out")) list.scrollTop = list.scrollHeight;
  }, [last?.id, last?.reactions.hers, last?.reactions.liss, typing]);

  // The phone's height changes with the window; an image, when it loads.
  useEffect(() => {
    const list = scroller.current;
    if (!list) return;
    const settle = () => {
      if (follows.current) list.scrollTop = list.scrollHeight;
    };
    const observer = new ResizeObserver(settle);
    observer.observe(list);
    for (const child of list.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  const byId = new Map(conversation.map((message) => [message.id, message]));
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="log"
      aria-live="polite"
      aria-label={t("phone.conversation")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard.
      tabIndex={0}
      onScroll={({ currentTarget: list }) => {
        follows.current = list.scrollHeight - list.scrollTop - list.clientHeight < nearPx;
      }}
    >
      <div className={styles.log}>
        {conversation.length === 0 && (
          <div className={styles.empty}>
            <Text size="sm" fw={600}>
              {t("phone.empty")}
            </Text>
            <Text size="sm">{t("phone.emptyHelp")}</Text>
            <Button variant="default" radius="xl" onClick={() => act.say(t("phone.example"))}>
              {t("phone.example")}
            </Button>
          </div>
        )}
        {conversation.map((message, index) => (
          <Fragment key={message.id}>
            <DayDivider at={message.at} after={conversation[index - 1]?.at} />
            <Bubble
              phoneId={phone.id}
              message={message}
              quoted={message.replyTo === undefined ? undefined : (byId.get(message.replyTo) ?? "gone")}
              act={act}
            />
          </Fragment>
        ))}
        {phone.waiting > 0 && <p className={styles.note}>{t("phone.waiting", { count: phone.waiting })}</p>}
        {typing && (
          <div className={styles.typing} aria-hidden>
            <span />
            <span />
            <span />
          </div>
        )}
      </div>
    </div>
  );
}

function DayDivider({ at, after }: { at: string; after: string | undefined }) {
  const { t } = useTranslation();
  const now = useNow();
  const day = new Date(at);
  if (after !== undefined && daysBetween(new Date(after), day) === 0) return null;
  const ago = daysBetween(day, now);
  const words = ago === 0 ? t("phone.today") : ago === 1 ? t("phone.yesterday") : dayOf(day);
  return <p className={styles.day}>{words}</p>;
}
