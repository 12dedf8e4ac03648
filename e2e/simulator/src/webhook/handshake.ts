import { randomInt } from "node:crypto";
import type { Line } from "../world/world.ts";

export type Handshake = { verified: boolean; status?: number };

/** Meta's GET check of a callback address: the endpoint must answer 200 with the challenge as its body. */
export async function shakeHands(line: Line, timeoutMs: number): Promise<Handshake> {
  const url = new URL(line.webhookUrl);
  const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  url.searchParams.set("hub.verify_token", line.verifyToken);
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    const body = await answer.text();
    return { verified: answer.status === 200 && body === challenge, status: answer.status };
  } catch {
    return { verified: false };
  }
}
