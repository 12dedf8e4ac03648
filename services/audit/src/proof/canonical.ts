import canonicalize from "canonicalize";
import { type Bytes, fromText } from "./bytes.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON in its one canonical spelling (RFC 8785), as UTF-8. Made once, stored and hashed; never made again to check.
 * @throws when the value is not JSON: NaN, a lone surrogate
 */
export function canonicalBytes(value: Json): Bytes {
  return fromText(canonicalText(value));
}

/** The same before it becomes bytes. */
export function canonicalText(value: Json): string {
  const text = natively(value) ?? canonicalize(value);
  if (text === undefined || !text.isWellFormed()) throw new TypeError("the value has no canonical JSON");
  return text;
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

/** The value itself when all its members are in order already, and then nothing is copied. */
function inOrder(value: Json, depth = 0): Json | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    let isSame = true;
    for (const item of value) {
      const sorted = inOrder(item, depth + 1);
      if (sorted === undefined) return undefined;
      isSame &&= sorted === item;
      items.push(sorted);
    }
    return isSame ? value : items;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const members = value as { readonly [key: string]: Json };
  const names = Object.keys(members);
  let isSame = true;
  let before = "";
  const changed: Json[] = [];
  for (const name of names) {
    const member = members[name] ?? null;
    const sorted = PLAIN_NAME.test(name) && name !== "toJSON" ? inOrder(member, depth + 1) : undefined;
    if (sorted === undefined) return undefined;
    isSame &&= name > before && sorted === members[name];
    before = name;
    changed.push(sorted);
  }
  return isSame ? value : rebuilt(names, changed);
}

function rebuilt(names: readonly string[], members: readonly Json[]): Json {
  const ordered: { [key: string]: Json } = {};
  const places = names
    .map((_, place) => place)
    .sort((a, b) => ((names[a] ?? "") < (names[b] ?? "") ? -1 : 1));
  for (const place of places) ordered[names[place] ?? ""] = members[place] ?? null;
  return ordered;
}
