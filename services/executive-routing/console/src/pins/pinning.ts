import type { SessionCard } from "@liss/executive-routing/desk-api";
import { createContext, use, useEffect, useMemo, useRef } from "react";
import { useSessionCommand } from "../server/use-commands.ts";

type Pinning = {
  pins: ReadonlySet<string>;
  /** Puts a message among those at hand, or takes it from them; only for whoever may. */
  toggle: ((messageId: string) => void) | null;
};

/** Which messages of the open conversation are kept at hand. */
export const Pinning = createContext<Pinning>({ pins: new Set(), toggle: null });
export const usePinning = (): Pinning => use(Pinning);

/** Makes it, for the conversation that is open. What is pinned is what the server says. */
export function usePins(card: SessionCard, able: boolean) {
  const { act, refused, forget } = useSessionCommand(card.id);
  const latest = useRef({ act, pins: card.pins });
  useEffect(() => {
    latest.current = { act, pins: card.pins };
  });
  // The bubbles are drawn again when the pins change, and not with each word that she writes.
  const pinned = card.pins.join();
  const pinning = useMemo<Pinning>(
    () => ({
      pins: new Set(pinned === "" ? [] : pinned.split(",")),
      toggle: able
        ? (messageId) => {
            const { act, pins } = latest.current;
            act({ name: "pins", body: { messageId, pinned: !pins.includes(messageId) } });
          }
        : null,
    }),
    [pinned, able],
  );
  return { pinning, refused, forget };
}
