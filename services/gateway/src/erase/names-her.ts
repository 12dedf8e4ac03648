import type { BlindIndexes } from "../identity/blind-indexes.ts";

/** Whom to look for: as indexes, for who she was is not known any more. */
export type Sought = { phoneIndex: Buffer | null; bsuidIndex: Buffer | null };

const phone = /^\+?[\d\s().-]{8,24}$/;
const bsuid = /^[A-Za-z]{2}\.[\w.-]{4,128}$/;

/** Whether any value of a webhook's body is her number or her BSUID. What is not JSON is looked through as text. */
export function namesHer(body: Buffer, sought: Sought, indexes: BlindIndexes): boolean {
  const text = body.toString("utf8");
  const isHers = (value: string) =>
    (sought.phoneIndex !== null &&
      phone.test(value) &&
      indexes.phone(value.replace(/\D/g, "")).equals(sought.phoneIndex)) ||
    (sought.bsuidIndex !== null && bsuid.test(value) && indexes.bsuid(value).equals(sought.bsuidIndex));
  try {
    return someText(JSON.parse(text), isHers);
  } catch {
    return (text.match(/[\w.+-]{8,130}/g) ?? []).some(isHers);
  }
}

/** Breadth first, and no deeper than memory: a body is at most 3 MB. */
function someText(root: unknown, found: (text: string) => boolean): boolean {
  const waiting = [root];
  for (let value = waiting.pop(); waiting.length > 0 || value !== undefined; value = waiting.pop()) {
    if (typeof value === "string" && found(value)) return true;
    if (typeof value === "number" && found(String(value))) return true;
    if (typeof value === "object" && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        if (found(name)) return true;
        if (inner !== null && inner !== undefined) waiting.push(inner);
      }
  }
  return false;
}
