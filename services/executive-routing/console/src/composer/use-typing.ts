import { useCallback, useRef } from "react";
import { markTyping } from "../server/desk.ts";

/** WhatsApp shows "typing…" for 25 seconds at most; telling it again a little earlier keeps it shown (ms). */
const again = 20_000;

/** Tells the server, now and then, that she is writing. A courtesy: what goes wrong with it concerns nobody. */
export function useTyping(sessionId: string): () => void {
  const last = useRef<{ sessionId: string; at: number }>(undefined);
  return useCallback(() => {
    const now = performance.now();
    if (last.current?.sessionId === sessionId && now - last.current.at < again) return;
    last.current = { sessionId, at: now };
    markTyping(sessionId).catch(() => {});
  }, [sessionId]);
}
