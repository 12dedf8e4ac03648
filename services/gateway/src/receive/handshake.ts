import { createHash, timingSafeEqual } from "node:crypto";
import type { RequestHandler } from "express";

/**
 * `GET /webhook`: Meta proves that the address is ours before it sends anything there.
 * `hub.mode=subscribe` and the right `hub.verify_token` → 200 with `hub.challenge` as text; otherwise 403.
 * Source: whatsapp-cloud-api.md §1.
 */
export function handshake(verifyToken: string, onRefused: () => void = () => {}): RequestHandler {
  return ({ query }, response) => {
    const { "hub.mode": mode, "hub.verify_token": token, "hub.challenge": challenge } = query;
    if (mode !== "subscribe" || typeof challenge !== "string" || !isSameSecret(token, verifyToken)) {
      onRefused();
      response.sendStatus(403);
      return;
    }
    // Plain text: the challenge is whatever the caller says, and must not become a page.
    response.type("text/plain").set("x-content-type-options", "nosniff").send(challenge);
  };
}

/** Compares in constant time whatever the lengths, by comparing digests. */
export function isSameSecret(given: unknown, expected: string): boolean {
  if (typeof given !== "string") return false;
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
