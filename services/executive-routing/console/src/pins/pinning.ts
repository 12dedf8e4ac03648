import type { SessionCard } from "@liss/executive-routing/desk-api";
import { createContext, use, useEffect, useMemo, useRef } from "react";
import { useSessionCommand } from "../server/use-commands.ts";

type Pinning = {
  pins: ReadonlySet<string>;
  notes: ReadonlySet<string>;
  /** Puts a message or a note among those at hand, or takes it from them; only for whoever may. */
  toggle: ((messageId: string) => void) | null;
  toggleNote: ((noteId: string) => void) | null;
};

const nobodys: Pinning = { pins: new Set(), notes: new Set(), toggle: null, toggleNote: null };

/** Which messages and notes of the open conversation are kept at hand. */
export const Pinning = createContext<Pinning>(nobodys);
export const usePinning = (): Pinning => use(Pinning);

/** Makes it, for the conversation that is open. What is pinned is what the server says. */
export function usePins(card: SessionCard, able: boolean) {
  const { act, refused, forget } = useSessionCommand(card.id);
  const latest = useRef({ act, card });
  useEffect(() => {
    latest.current = { act, card };
  });
  // The bubbles are drawn again when the pins change, and not with each word that she writes.
  const pins = card.pins.join();
  const notes = card.pinnedNotes.join();
  const pinning = useMemo<Pinning>(() => {
    const toggle = (messageId: string) => {
      const { act, card } = latest.current;
      act({ name: "pins", body: { messageId, pinned: !card.pins.includes(messageId) } });
    };
    const toggleNote = (noteId: string) => {
      const { act, card } = latest.current;
      act({ name: "notes/pins", body: { noteId, pinned: !card.pinnedNotes.includes(noteId) } });
    };
    const kept = { pins: idsIn(pins), notes: idsIn(notes) };
    return able ? { ...kept, toggle, toggleNote } : { ...kept, toggle: null, toggleNote: null };
  }, [pins, notes, able]);
  return { pinning, refused, forget };
}

const idsIn = (joined: string): ReadonlySet<string> => new Set(joined === "" ? [] : joined.split(","));
