import type { Conversation, MessageView } from "@liss/executive-routing/desk-api";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { useWorkbench } from "../app/workbench.ts";
import { withSeen } from "../live/frames.ts";
import { markSeen, newKey } from "../server/desk.ts";

/** Messages seen within this time are told together (ms). */
const together = 350;
const mostAtOnce = 500;

/**
 * Tells the server which of her messages were truly on the screen: in sight, in a tab that is visible and has the
 * focus, of the executive who attends. Returns, for a message, the ref that its bubble must carry.
 */
export function useSeen(
  { card, messages }: Conversation,
  scroller: RefObject<HTMLElement | null>,
  mine: boolean,
): (message: MessageView) => ((element: HTMLElement | null) => void) | undefined {
  const { queries, clock } = useWorkbench();
  const sessionId = card.id;
  const inSight = useRef(new Set<string>());
  const told = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const observer = useRef<IntersectionObserver | null>(null);
  const observed = useRef(new Map<string, HTMLElement>());

  const tell = useCallback(async () => {
    if (!mine || !isLookedAt()) return;
    const ids = [...inSight.current].filter((id) => !told.current.has(id)).slice(0, mostAtOnce);
    if (ids.length === 0) return;
    for (const id of ids) told.current.add(id);
    try {
      await markSeen(sessionId, ids, newKey());
      const at = new Date(clock.now()).toISOString();
      queries.setQueryData<Conversation>(
        ["conversation", sessionId],
        (conversation) => conversation && withSeen(conversation, new Set(ids), at),
      );
    } catch {
      // Not told is not seen: it is told again with the next look.
      for (const id of ids) told.current.delete(id);
      timer.current = setTimeout(() => void tell(), 3000);
    }
  }, [mine, sessionId, queries, clock]);

  useEffect(() => {
    const soon = () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void tell(), together);
    };
    const watch = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const id = entry.target.getAttribute("data-message-id") ?? "";
          if (isInSight(entry)) inSight.current.add(id);
          else inSight.current.delete(id);
        }
        soon();
      },
      { root: scroller.current, threshold: [0, 0.25, 0.6, 1] },
    );
    observer.current = watch;
    for (const element of observed.current.values()) watch.observe(element);
    addEventListener("focus", soon);
    document.addEventListener("visibilitychange", soon);
    return () => {
      clearTimeout(timer.current);
      watch.disconnect();
      observer.current = null;
      removeEventListener("focus", soon);
      document.removeEventListener("visibilitychange", soon);
    };
  }, [scroller, tell]);

  const refs = useRef(new Map<string, (element: HTMLElement | null) => void>());
  useEffect(() => {
    for (const { id, seenAt } of messages) if (seenAt) inSight.current.delete(id);
  }, [messages]);

  return ({ id, direction, seenAt }) => {
    if (direction !== "in" || seenAt) return undefined;
    const made = refs.current.get(id);
    if (made) return made;
    const ref = (element: HTMLElement | null) => {
      const before = observed.current.get(id);
      if (before) observer.current?.unobserve(before);
      if (element) {
        observed.current.set(id, element);
        observer.current?.observe(element);
      } else {
        observed.current.delete(id);
        inSight.current.delete(id);
      }
    };
    refs.current.set(id, ref);
    return ref;
  };
}

/** Most of the bubble, or, of a very long one, as much as half the thread holds. */
function isInSight({
  isIntersecting,
  intersectionRatio,
  intersectionRect,
  rootBounds,
}: IntersectionObserverEntry) {
  if (!isIntersecting) return false;
  return intersectionRatio >= 0.6 || intersectionRect.height >= (rootBounds?.height ?? 0) / 2;
}

function isLookedAt(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
