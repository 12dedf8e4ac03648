import type { SafetyReview } from "@liss/executive-routing/desk-api";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { checkWords } from "./server.ts";

/** She has stopped typing for this long (ms). */
const pause = 300;

/**
 * What stands against sending these words, as soon as she stops typing; null while nothing does or it is not known yet.
 * The server checks again when it sends.
 */
export function useWordsCheck(sessionId: string, text: string, enabled: boolean): SafetyReview | null {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  const { data } = useQuery({
    queryKey: ["words", sessionId, settled],
    queryFn: ({ signal }) => checkWords(sessionId, settled, signal),
    enabled: enabled && settled !== "",
    // What she was about to write is not kept, and her plan may change.
    gcTime: 0,
    retry: false,
  });
  return data && settled === text && data.refusals.length > 0 ? data : null;
}
