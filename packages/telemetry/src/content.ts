/**
 * What must never leave a process in a log, a span or a label, and how to take it out. One place, so that logs
 * and traces cannot disagree.
 */

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;

/** WhatsApp message ids: the base64 part holds the phone number in clear. */
const wamid = /wamid\.[A-Za-z0-9+/=_-]+/g;

/** 8 to 15 digits as people write phones and RUTs: `+56 9 1234 5678`, `(9) 1234-5678`, `12.345.678-9`. */
const phone = /(?<![\w.])\+?\(?\d(?:[ .()-]{0,2}\d){7,14}(?:-[\dkK])?(?!\w)/g;

const isoDate = /^\d{4}-\d{2}-\d{2}(?: \d{2})?$/; // with the hour of a time that follows
const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const epochMillis = /^1[5-9]\d{11}$/;

/** Replaces phone numbers, RUTs and WhatsApp ids inside a text. UUIDs, dates and addresses stay. */
export function maskIdentities(text: string): string {
  if (!mayIdentify(text)) return text;
  const masked = text.replace(wamid, "[wamid]");
  let result = "";
  let from = 0;
  // Between the UUIDs only: one in 280 ends in twelve decimal digits.
  for (const { 0: id, index } of masked.matchAll(uuid)) {
    result += maskNumbers(masked.slice(from, index)) + id;
    from = index + id.length;
  }
  return result + maskNumbers(masked.slice(from));
}

/** Whether there is anything to look for: most names and codes have neither `wamid.` nor eight digits. */
function mayIdentify(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits += 1;
  }
  return digits >= 8 || text.includes("wamid.");
}

function maskNumbers(text: string): string {
  return text.replace(phone, (found) => (isHarmless(found) ? found : "[number]"));
}

/** Whether a text holds a phone number, a RUT, a WhatsApp id or a UUID. */
export function isIdentifying(text: string): boolean {
  return text.search(uuid) >= 0 || maskIdentities(text) !== text;
}

/** Integers with as many digits as a phone in international form (milliseconds since 1970 have more). */
export function isPhoneLikeNumber(value: number): boolean {
  return Number.isInteger(value) && value >= 1e10 && value < 1e12;
}

function isHarmless(digits: string): boolean {
  return isoDate.test(digits) || ipv4.test(digits) || epochMillis.test(digits);
}

/** A code, an id, a path or a number written as text: no spaces, nothing a person would have typed. */
const codePattern = /^[A-Za-z0-9_.:/@*>$#+-]{1,128}$/;

export function isCode(text: string): boolean {
  return codePattern.test(text);
}
