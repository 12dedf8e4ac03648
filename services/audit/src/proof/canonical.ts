import canonicalize from "canonicalize";
import { type Bytes, fromText } from "./bytes.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON in its one canonical spelling (RFC 8785), as UTF-8. Made once, stored and hashed; never made again to check.
 * @throws when the value is not JSON: NaN, a lone surrogate
 */
export function canonicalBytes(value: Json): Bytes {
  const text = natively(value) ?? canonicalize(value);
  if (text === undefined || !text.isWellFormed()) throw new TypeError("the value has no canonical JSON");
  return fromText(text);
}

/**
 * The same text from the platform's own JSON, in one go instead of piece by piece: RFC 8785 spells numbers and strings
 * as it does, and once the members are in order only the order of unusual names would differ.
 * @returns undefined when the value has something in it that the platform would spell otherwise
 */
function natively(value: Json): string | undefined {
  const sorted = inOrder(value);
  if (sorted === undefined) return undefined;
  const text = JSON.stringify(sorted);
  // A lone surrogate is escaped here and refused there. Who writes a backslash and a "ud" in a text only takes longer.
  return text.includes("\\ud") ? undefined : text;
}

/** Objects give back names of this kind in the order in which they were put in; "7" would come first. */
const PLAIN_NAME = /^[A-Za-z]/;
const DEEPEST = 100;

function inOrder(value: Json, depth = 0): Json | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const sorted = inOrder(item, depth + 1);
      if (sorted === undefined) return undefined;
      items.push(sorted);
    }
    return items;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const members = value as { readonly [key: string]: Json };
  const ordered: { [key: string]: Json } = {};
  for (const name of Object.keys(members).sort()) {
    const sorted =
      PLAIN_NAME.test(name) && name !== "toJSON" ? inOrder(members[name] ?? null, depth + 1) : undefined;
    if (sorted === undefined) return undefined;
    ordered[name] = sorted;
  }
  return ordered;
}
