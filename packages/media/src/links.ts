import { createHmac, timingSafeEqual } from "node:crypto";

/** Who may open which file. */
export type Permit = { messageId: string; personId: string };

export type MediaLinks = {
  /** A token for the link's query. It opens this file, for this person, for a short while. */
  sign(permit: Permit): string;
  /** Whether the token was given for exactly this, and its time is not over. */
  verify(token: string, permit: Permit): boolean;
};

export type MediaLinkOptions = {
  /** 32 bytes that only the replicas of one service share. */
  key: Buffer;
  /** Long enough to open what is on the screen; the next look at the conversation brings a new one. */
  lifetimeMs?: number;
  now?: () => number;
};

/**
 * Short-lived signed links. A link says for whom it is, so that one that was copied opens nothing for anybody else;
 * whoever serves it checks besides that this person is logged in and still owns the session.
 */
export function mediaLinks({ key, lifetimeMs = 5 * 60_000, now = Date.now }: MediaLinkOptions): MediaLinks {
  const signature = (until: string, { messageId, personId }: Permit) =>
    createHmac("sha256", key)
      .update(JSON.stringify(["liss media link", messageId, personId, until]))
      .digest("base64url");

  return {
    sign(permit) {
      const until = Math.ceil((now() + lifetimeMs) / 1_000).toString(36);
      return `${until}.${signature(until, permit)}`;
    },
    verify(token, permit) {
      const [, until, given] = /^([0-9a-z]{1,10})\.([\w-]{43})$/.exec(token) ?? [];
      if (until === undefined || given === undefined) return false;
      if (Number.parseInt(until, 36) * 1_000 < now()) return false;
      // As text: its last letter has two spare bits, and another letter would mean the same bytes.
      return timingSafeEqual(Buffer.from(given), Buffer.from(signature(until, permit)));
    },
  };
}
