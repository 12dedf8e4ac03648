import { useServerClock } from "@liss/ui";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { cannedQuery } from "./canned-query.ts";
import { filled } from "./fill.ts";
import { askedFor, type Canned, fitting, put } from "./pick.ts";

/** Canned texts while she writes: a `/` that begins a line shows them, the arrows choose, Enter puts one in. */
export function useCanned({
  field,
  text,
  name,
  write,
}: {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  name: string;
  write: (text: string) => void;
}) {
  const clock = useServerClock();
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [chosen, choose] = useState(0);
  // Told to go away for this text; another letter asks anew.
  const [dismissed, dismiss] = useState<string | null>(null);
  const asked = dismissed === text ? null : askedFor(text, Math.min(caret, text.length));
  const { data } = useQuery({ ...cannedQuery, enabled: asked !== null });
  const shown = asked === null || !data ? [] : fitting(data.replies, asked);
  const at = Math.min(chosen, Math.max(0, shown.length - 1));

  function pick(reply: Canned): void {
    const placed = put(text, caret, filled(reply.text, clock.now(), name));
    write(placed.text);
    choose(0);
    dismiss(placed.text);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(placed.caret, placed.caret);
    });
  }

  return {
    listId,
    shown,
    at,
    pick,
    look: () => setCaret(field.current?.selectionStart ?? 0),
    /** True when the key was for the list. */
    onKeyDown(event: KeyboardEvent): boolean {
      const reply = shown[at];
      if (!reply || event.altKey || event.nativeEvent.isComposing) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp")
        choose((at + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length);
      else if (event.key === "Escape") dismiss(text);
      else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey)) pick(reply);
      else return false;
      event.preventDefault();
      return true;
    },
    aria: shown.length > 0 && {
      "aria-controls": listId,
      "aria-activedescendant": `${listId}-${at}`,
      "aria-autocomplete": "list" as const,
    },
  };
}
