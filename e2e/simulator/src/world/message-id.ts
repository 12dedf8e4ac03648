import { randomBytes } from "node:crypto";

/**
 * A WhatsApp message id of the real shape: base64 of a binary record that holds the user's number,
 * the direction and a random part. Liss must treat it as opaque (and as personal data: it contains the phone).
 */
export function newMessageId(user: string, direction: "in" | "out"): string {
  const random = randomBytes(direction === "out" ? 10 : 9)
    .toString("hex")
    .toUpperCase();
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, user.length]),
    Buffer.from(user, "latin1"),
    Buffer.from([0x15, 0x02, 0x00, direction === "out" ? 0x12 : 0x11, 0x18, random.length]),
    Buffer.from(random, "latin1"),
    Buffer.from([0x00]),
  ]);
  return `wamid.${bytes.toString("base64")}`;
}
