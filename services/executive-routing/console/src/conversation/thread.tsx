import type { Conversation } from "@liss/executive-routing/desk-api";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import { type Unsent, useUnsent } from "../composer/unsent.ts";
import { useKeys } from "../desk/keys.ts";
import { Bubble } from "./bubble.tsx";
import { firstUnreadOf, type Line, linesOf } from "./bubbles.ts";
import classes from "./conversation.module.css";
import { DayDivider, UnreadDivider } from "./dividers.tsx";
import { UnsentBubble } from "./unsent-bubble.tsx";
import { useSeen } from "./use-seen.ts";

type Row = Line | { type: "unsent"; key: string; unsent: Unsent };

/** So near the end (px), what arrives is followed. */
const nearEnd = 80;

/** What was said, in the order of WhatsApp's clock. Only what is near the eye is in the page. */
export function Thread({
  conversation,
  fresh,
  mine,
}: {
  conversation: Conversation;
  fresh: boolean;
  mine: boolean;
}) {
  const { t } = useTranslation("desk");
  const { messages, card } = conversation;
  const unsent = useUnsent(useWorkbench().unsent, card.id);
  const scroller = useRef<HTMLElement>(null);

  // The divider stays where it was when she opened the conversation, while she reads on.
  const [divider, setDivider] = useState<string | null | undefined>(undefined);
  if (fresh && divider === undefined) setDivider(firstUnreadOf(messages));

  const rows = useMemo<Row[]>(() => {
    const arrived = new Set(messages.map(({ id }) => id));
    const waiting = unsent.filter(({ messageId }) => !arrived.has(messageId));
    return [
      ...linesOf(messages, divider ?? null),
      ...waiting.map((one) => ({ type: "unsent" as const, key: one.messageId, unsent: one })),
    ];
  }, [messages, unsent, divider]);
  const byId = useMemo(() => new Map(messages.map((message) => [message.id, message])), [messages]);

  const revised = useMemo(() => new Set(messages.map(({ editOf }) => editOf)), [messages]);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingStart: 12,
    paddingEnd: 12,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: nearEnd,
  });

  // Opens at the first thing she has not read, or at the end; once.
  const placed = useRef(false);
  useLayoutEffect(() => {
    if (placed.current || !fresh || divider === undefined) return;
    placed.current = true;
    const unreadAt = rows.findIndex(({ type }) => type === "unread");
    if (unreadAt >= 0) virtual.scrollToIndex(unreadAt, { align: "start" });
    else virtual.scrollToEnd();
  }, [fresh, divider, rows, virtual]);

  const { atEnd, below, toEnd } = useEnd(scroller, messages, () => virtual.scrollToEnd());
  useKeys({ end: toEnd });
  // What she sends herself is always followed.
  const sending = unsent.length;
  const sent = useRef(sending);
  useEffect(() => {
    if (sending > sent.current) virtual.scrollToEnd();
    sent.current = sending;
  }, [sending, virtual]);
  const seen = useSeen(conversation, scroller, mine);

  return (
    <div className={classes.threadFrame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus */}
      <section ref={scroller} className={classes.thread} aria-label={t("thread.region")} tabIndex={0}>
        <div className={classes.threadInner} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, key, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className={classes.line}
                style={{ transform: `translateY(${start}px)` }}
              >
                {row.type === "day" && <DayDivider at={row.at} />}
                {row.type === "unread" && <UnreadDivider />}
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
                  />
                )}
              </div>
            );
          })}
        </div>
      </section>
      {!atEnd && (
        <button type="button" className={classes.toEnd} onClick={toEnd}>
          {below > 0 ? t("thread.newBelow", { count: below }) : t("thread.toEnd")} ↓
        </button>
      )}
    </div>
  );
}

/** Whether the end is in sight, and how many of her messages arrived below while it was not. */
function useEnd(
  scroller: RefObject<HTMLElement | null>,
  messages: Conversation["messages"],
  toEnd: () => void,
) {
  const [atEnd, setAtEnd] = useState(true);
  const [knownAtEnd, setKnownAtEnd] = useState(messages.length);
  if (atEnd && knownAtEnd !== messages.length) setKnownAtEnd(messages.length);
  const latest = useRef(toEnd);
  useEffect(() => {
    latest.current = toEnd;
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    let near = true;
    const look = () => {
      near = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
      setAtEnd(near);
    };
    element.addEventListener("scroll", look, { passive: true });
    // A band or a longer draft takes room: whoever was at the end stays there.
    let height = element.clientHeight;
    const resized = new ResizeObserver(() => {
      if (element.clientHeight === height) return;
      height = element.clientHeight;
      if (near) latest.current();
      else look();
    });
    resized.observe(element);
    return () => {
      element.removeEventListener("scroll", look);
      resized.disconnect();
    };
  }, [scroller]);
  const below = messages.slice(knownAtEnd).filter(({ direction }) => direction === "in").length;
  return { atEnd, below, toEnd };
}

/** A first guess at the height of a row (px); it is measured as soon as it is in the page. */
function estimate(row: Row | undefined): number {
  if (!row) return 48;
  if (row.type === "day" || row.type === "unread") return 40;
  const text = row.type === "unsent" ? row.unsent.text : textLength(row.message.content);
  const length = typeof text === "string" ? text.length : text;
  return 44 + Math.ceil(length / 56) * 22 + (row.type === "bubble" && row.first ? 12 : 0);
}

function textLength(content: Conversation["messages"][number]["content"]): number {
  if (content?.kind === "text") return content.text.length;
  if (content?.kind === "list")
    return content.body.length + 56 * content.sections.flatMap(({ rows }) => rows).length;
  if (content?.kind === "buttons") return content.body.length + 56;
  return 56;
}
