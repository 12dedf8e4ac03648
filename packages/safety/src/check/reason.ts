import {
  type PiiCode,
  type PlanCode,
  piiCodes,
  planCodes,
  type ReasonCode,
  reasonSentences,
} from "./reasons.es-cl.ts";

/** Why a text should not go as it is: where (UTF-16 offsets, `end` exclusive), which words, and the sentence to show. */
export type Reason = {
  kind: "betrays" | "plan" | "pii";
  code: ReasonCode;
  start: number;
  end: number;
  words: string;
  sentence: string;
};

export function reasonOf(
  text: string,
  code: ReasonCode,
  { start, end }: { start: number; end: number },
): Reason {
  return {
    kind: kindOf(code),
    code,
    start,
    end,
    words: text.slice(start, end),
    sentence: reasonSentences[code],
  };
}

function kindOf(code: ReasonCode): Reason["kind"] {
  if (piiCodes.includes(code as PiiCode)) return "pii";
  return planCodes.includes(code as PlanCode) ? "plan" : "betrays";
}

/** In the order of the text, one reason per place and code: a longer one says what those inside it say. */
export function tidy(reasons: readonly Reason[]): Reason[] {
  const sorted = [...reasons].sort((a, b) => a.start - b.start || b.end - a.end);
  const reached = new Map<ReasonCode, number>();
  return sorted.filter(({ code, end }) => {
    const inside = end <= (reached.get(code) ?? -1);
    if (!inside) reached.set(code, end);
    return !inside;
  });
}
