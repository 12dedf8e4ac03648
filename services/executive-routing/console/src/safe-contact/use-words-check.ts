import type { SafetyReview } from "@liss/executive-routing/desk-api";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Attachment } from "../attaching/attachments.ts";
import { checkWords } from "./server.ts";

/** She has stopped typing for this long (ms). */
const pause = 300;

/**
 * What stands against sending these words, or this file, as soon as she stops typing; null while nothing does or it is not known yet.
 * The server checks again when it sends.
 */
export function useWordsCheck(
  sessionId: string,
  { text, attachment }: { text: string; attachment: Attachment | undefined },
  enabled: boolean,
): SafetyReview | null {
  const name = attachment?.name.trim() ?? "";
  const kind = attachment?.kind;
  const [settled, setSettled] = useState({ text, name });
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ text, name }), pause);
    return () => clearTimeout(timer);
  }, [text, name]);
  const { data } = useQuery({
    queryKey: ["words", sessionId, settled, kind],
    queryFn: ({ signal }) =>
      checkWords(
        sessionId,
        { text: settled.text, ...(kind && settled.name && { file: { kind, name: settled.name } }) },
        signal,
      ),
    enabled: enabled && (settled.text !== "" || (kind !== undefined && settled.name !== "")),
    // What she was about to write is not kept, and her plan may change.
    gcTime: 0,
    retry: false,
  });
  return data && settled.text === text && settled.name === name && data.refusals.length > 0 ? data : null;
}
