import type { Conversation } from "@liss/executive-routing/desk-api";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import { useUnsent } from "../composer/unsent.ts";
import { useKeys } from "../desk/keys.ts";
import { isUnseen, unseenIn } from "../live/frames.ts";
import { useLive } from "../live/live-desk.tsx";
import { Bubble } from "./bubble.tsx";
import { firstUnreadOf, firstWhileAway, linesOf } from "./bubbles.ts";
import classes from "./conversation.module.css";
import { AwayDivider, DayDivider, UnreadDivider } from "./dividers.tsx";
import { heightOf, type Row } from "./rows.ts";
import { UnsentBubble } from "./unsent-bubble.tsx";
import { useEnd } from "./use-end.ts";
import { useSeen } from "./use-seen.ts";

/** Room above the first row and below the last (px). */
const padding = 12;
/** About what a desk shows of a thread (px); it is measured at once. */
const guessedHeight = 460;

/** Where the thread opens, by the guessed heights: at what is unread, or at the end. */
function openingOffset(rows: readonly Row[]): number {
  const unreadAt = rows.findIndex(({ type }) => type === "unread");
  const above = unreadAt < 0 ? rows : rows.slice(0, unreadAt);
  const height = padding + above.reduce((sum, row) => sum + heightOf(row), 0);
  return Math.max(0, unreadAt < 0 ? height + padding - guessedHeight : height);
}

/** What was said, in the order of WhatsApp's clock. Only what is near the eye is in the page. */
export function Thread({
  conversation,
  fresh,
  mine,
  toUnread,
  sought,
}: {
  conversation: Conversation;
  fresh: boolean;
  mine: boolean;
  /** Grows each time that somebody asks for what is unread. */
  toUnread: number;
  /** A message that somebody asks for; each time anew. */
  sought: { messageId: string } | null;
}) {
  const { t } = useTranslation("desk");
  const { messages, card } = conversation;
  const workbench = useWorkbench();
  const unsent = useUnsent(workbench.unsent, card.id);
  const { quoting } = workbench;
  const { lastAway } = useLive();
  const reply = useCallback(
    (messageId: string) => {
      quoting.quote(card.id, messageId);
      document.querySelector<HTMLElement>("[data-composer]")?.focus();
    },
    [quoting, card.id],
  );
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);

  // The divider stays where it was when she opened the conversation, while she reads on.
  const [divider, setDivider] = useState(() => (fresh ? firstUnreadOf(messages) : undefined));
  if (fresh && divider === undefined) setDivider(firstUnreadOf(messages));

  const rows = useMemo<Row[]>(() => {
    const arrived = new Set(messages.map(({ id }) => id));
    const waiting = unsent.filter(({ messageId }) => !arrived.has(messageId));
    return [
      ...linesOf(messages, divider ?? null, lastAway && firstWhileAway(messages, lastAway)),
      ...waiting.map((one) => ({ type: "unsent" as const, key: one.messageId, unsent: one })),
    ];
  }, [messages, unsent, divider, lastAway]);
  const byId = useMemo(() => new Map(messages.map((message) => [message.id, message])), [messages]);

  const revised = useMemo(() => new Set(messages.map(({ editOf }) => editOf)), [messages]);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 4,
    paddingStart: padding,
    paddingEnd: padding,
    // The first drawing is already where she will read: what is above it is not drawn and thrown away.
    initialRect: { width: 700, height: guessedHeight },
    initialOffset: () => openingOffset(rows),
  });

  const { atEnd, below, toEnd } = useEnd(scroller, content, messages);
  // Opens at the first thing she has not read, or at the end; once.
  const placed = useRef(false);
  useLayoutEffect(() => {
    if (placed.current || !fresh || divider === undefined) return;
    placed.current = true;
    const unreadAt = rows.findIndex(({ type }) => type === "unread");
    if (unreadAt >= 0) virtual.scrollToIndex(unreadAt, { align: "start" });
    else toEnd();
  }, [fresh, divider, rows, virtual, toEnd]);

  useKeys({ end: toEnd });
  // What she sends herself is always followed.
  const sending = unsent.length;
  const sent = useRef(sending);
  useEffect(() => {
    if (sending > sent.current) toEnd();
    sent.current = sending;
  }, [sending, toEnd]);
  const unseenAt = mine ? rows.findIndex((row) => row.type === "bubble" && isUnseen(row.message)) : -1;
  const unseenAbove = unseenAt >= 0 && unseenAt < (virtual.range?.startIndex ?? 0);
  const goToUnseen = useRef(() => {});
  useEffect(() => {
    goToUnseen.current = () => unseenAt >= 0 && virtual.scrollToIndex(unseenAt, { align: "center" });
  });
  useEffect(() => {
    if (toUnread > 0) goToUnseen.current();
  }, [toUnread]);
  const goTo = useRef((_messageId: string) => {});
  useEffect(() => {
    goTo.current = (messageId) => {
      const at = rows.findIndex((row) => row.type === "bubble" && row.message.id === messageId);
      if (at >= 0) virtual.scrollToIndex(at, { align: "center" });
      scroller.current?.focus({ preventScroll: true });
    };
  });
  useEffect(() => {
    if (sought) goTo.current(sought.messageId);
  }, [sought]);
  const seen = useSeen(conversation, scroller, mine);

  return (
    <div className={classes.threadFrame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <section ref={scroller} className={classes.thread} aria-label={t("thread.region")} tabIndex={0}>
        <div ref={content} className={classes.threadInner} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className={classes.line}
                data-sought={(sought !== null && key === sought.messageId) || undefined}
                style={{ transform: `translateY(${start}px)` }}
              >
                {row.type === "day" && <DayDivider at={row.at} />}
                {row.type === "unread" && <UnreadDivider />}
                {row.type === "away" && <AwayDivider />}
                {row.type === "unsent" && <UnsentBubble sessionId={card.id} unsent={row.unsent} />}
                {row.type === "bubble" && (
                  <Bubble
                    message={row.message}
                    first={row.first}
                    last={row.last}
                    codeName={card.codeName}
                    answered={row.message.replyTo ? byId.get(row.message.replyTo) : undefined}
                    replaced={row.message.editOf ? byId.get(row.message.editOf) : undefined}
                    revised={revised.has(row.message.id)}
                    seenRef={seen(row.message)}
                    onReply={mine ? reply : undefined}
                  />
                )}
              </div>
            );
          })}
        </div>
      </section>
      {unseenAbove && (
        <button type="button" className={classes.toUnread} onClick={() => goToUnseen.current()}>
          {t("thread.unreadAbove", { count: unseenIn(messages) })} ↑
        </button>
      )}
      {!atEnd && (
        <button type="button" className={classes.toEnd} onClick={toEnd}>
          {below > 0 ? t("thread.newBelow", { count: below }) : t("thread.toEnd")} ↓
        </button>
      )}
    </div>
  );
}
