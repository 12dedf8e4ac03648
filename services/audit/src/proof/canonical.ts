import canonicalize from "canonicalize";
import { type Bytes, fromText } from "./bytes.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON in its one canonical spelling (RFC 8785), as UTF-8. Made once, stored and hashed; never made again to check.
 * @throws when the value is not JSON: NaN, a lone surrogate
 */
export function canonicalBytes(value: Json): Bytes {
  const text = canonicalize(value);
  if (text === undefined || !text.isWellFormed()) throw new TypeError("the value has no canonical JSON");
  return fromText(text);
}
