import { createHmac } from "node:crypto";
import type { Database } from "@liss/database";
import { sql } from "kysely";
import type { IdentityTables } from "./tables.ts";

const windowSeconds = 5 * 60;

/**
 * How many logins may be tried in five minutes. The narrow limit counts a pair of account and address, so that
 * nobody can lock an executive out of her shift from elsewhere by typing her email; the wide ones stop many
 * addresses against one account, and one address (a whole office behind one router) against many accounts.
 */
export const attemptLimits = { pair: 5, account: 50, address: 200 } as const;

export interface LoginAttempts {
  /** Counts an attempt before the password is looked at, so that parallel guesses count too. */
  begin(email: string, address: string): Promise<{ retryAfterSeconds: number } | undefined>;
  /** Counts a try that names no account. */
  fromAddress(address: string): Promise<{ retryAfterSeconds: number } | undefined>;
  /** Whether this is the first time that these words are said together in these minutes. */
  first(...words: string[]): Promise<boolean>;
  /** Forgets the count of the pair and of the account. */
  succeeded(email: string, address: string): Promise<void>;
}

export function loginAttempts(options: {
  db: Database<IdentityTables>;
  secret: string;
  now: () => Date;
}): LoginAttempts {
  const { db, secret, now } = options;
  const keyOf = (...parts: string[]) => createHmac("sha256", secret).update(JSON.stringify(parts)).digest();

  async function count(key: Buffer, limit: number): Promise<number> {
    const at = now();
    const start = new Date(at.getTime() - windowSeconds * 1_000);
    const expired = sql<boolean>`login_attempts.since <= ${start}`;
    const row = await db
      .insertInto("login_attempts")
      .values({ key, count: 1, since: at })
      .onConflict((conflict) =>
        conflict.column("key").doUpdateSet({
          count: sql<number>`case when ${expired} then 1 else login_attempts.count + 1 end`,
          since: sql<Date>`case when ${expired} then ${at} else login_attempts.since end`,
        }),
      )
      .returning(["count", "since"])
      .executeTakeFirstOrThrow();
    if (row.count <= limit) return 0;
    return Math.max(1, Math.ceil((row.since.getTime() - start.getTime()) / 1_000));
  }

  return {
    async begin(email, address) {
      const waits = [
        await count(keyOf("pair", email, address), attemptLimits.pair),
        await count(keyOf("account", email), attemptLimits.account),
        await count(keyOf("address", address), attemptLimits.address),
      ];
      const retryAfterSeconds = Math.max(...waits);
      return retryAfterSeconds > 0 ? { retryAfterSeconds } : undefined;
    },
    async fromAddress(address) {
      const retryAfterSeconds = await count(keyOf("address", address), attemptLimits.address);
      return retryAfterSeconds > 0 ? { retryAfterSeconds } : undefined;
    },
    first: async (...words) => (await count(keyOf("once", ...words), 1)) === 0,
    async succeeded(email, address) {
      const dayAgo = new Date(now().getTime() - 86_400_000);
      await db
        .deleteFrom("login_attempts")
        .where((row) =>
          row.or([
            row("key", "in", [keyOf("pair", email, address), keyOf("account", email)]),
            row("since", "<", dayAgo),
          ]),
        )
        .execute();
    },
  };
}
