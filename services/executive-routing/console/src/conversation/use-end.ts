import type { Conversation } from "@liss/executive-routing/desk-api";
import { type RefObject, useEffect, useRef, useState } from "react";

/** So near the end (px), what arrives is followed. */
export const nearEnd = 80;

/** Whether the end is in sight, and how many of her messages arrived below while it was not. */
export function useEnd(
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
