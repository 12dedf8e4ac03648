import type { Conversation } from "@liss/executive-routing/desk-api";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** So near the end (px) is at the end: less than the lowest bubble, so that none hides below. */
const nearEnd = 24;

/**
 * Keeps whoever is at the end there while the thread grows, is measured or loses room; tells whether the end is in
 * sight, and how many of her messages arrived below while it was not. `content` is what grows inside the scroller.
 */
export function useEnd(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  messages: Conversation["messages"],
) {
  const [atEnd, setAtEnd] = useState(true);
  const [knownAtEnd, setKnownAtEnd] = useState(messages.length);
  if (atEnd && knownAtEnd !== messages.length) setKnownAtEnd(messages.length);
  const stays = useRef(false);
  const toEnd = useCallback(() => {
    stays.current = true;
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [scroller]);
  useEffect(() => {
    const element = scroller.current;
    const grows = content.current;
    if (!element || !grows) return;
    let top = element.scrollTop;
    const look = () => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
      // Only going up leaves the end: what arrives may push it away for a moment.
      if (near) stays.current = true;
      else if (element.scrollTop < top) stays.current = false;
      top = element.scrollTop;
      setAtEnd(near || stays.current);
    };
    const resized = new ResizeObserver(() => {
      if (stays.current) toEnd();
      look();
    });
    element.addEventListener("scroll", look, { passive: true });
    resized.observe(element);
    resized.observe(grows);
    return () => {
      element.removeEventListener("scroll", look);
      resized.disconnect();
    };
  }, [scroller, content, toEnd]);
  const below = messages.slice(knownAtEnd).filter(({ direction }) => direction === "in").length;
  return { atEnd, below, toEnd };
}
