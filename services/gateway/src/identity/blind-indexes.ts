import { createSecretKey } from "node:crypto";
import { blindIndex } from "@liss/vault";

/** Equal identities give equal bytes; the prefixes keep a phone from ever matching a BSUID or a wamid. */
export type BlindIndexes = {
  phone(digits: string): Buffer;
  bsuid(bsuid: string): Buffer;
  wamid(wamid: string): Buffer;
  /** What WhatsApp announced about somebody's identity. */
  announcement(text: string): Buffer;
  /** What WhatsApp said about the line. */
  lineEvent(text: string): Buffer;
};

export function blindIndexes(bytes: Buffer): BlindIndexes {
  const key = createSecretKey(bytes);
  return {
    phone: (digits) => blindIndex(key, `phone:${digits}`),
    bsuid: (bsuid) => blindIndex(key, `bsuid:${bsuid}`),
    wamid: (wamid) => blindIndex(key, `wamid:${wamid}`),
    announcement: (text) => blindIndex(key, `announcement:${text}`),
    lineEvent: (text) => blindIndex(key, `line-event:${text}`),
  };
}
