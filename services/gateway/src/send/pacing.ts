import { sql } from "kysely";
import type { GatewayDatabase, GatewayTransaction } from "../database/tables.ts";

/** `capacity` messages at once, and then `perSecond`. */
export type PacingLimits = { capacity: number; perSecond: number };

/** Source: whatsapp-cloud-api.md §3, Limits. */
export const pacing = {
  /**
   * WhatsApp takes 80 a second. What is full and refills can pour out both in the same second, so together they are
   * 80: never more in any second, 72 for as long as you like.
   */
  number: { capacity: 8, perSecond: 72 },
  /**
   * One per six seconds to one person, after a burst of 45 that borrows from the future. The tenth is for the way:
   * WhatsApp counts when a message arrives, not when it leaves.
   */
  pair: { capacity: 45, perSecond: 1 / 6.1 },
} as const satisfies Record<string, PacingLimits>;

/** Full again after this long, so its row says nothing any more. */
const forgottenAfterMs = 10 * 60_000;

/** WhatsApp's rates, kept in Postgres: all replicas together stay within them. */
export type Pacer = {
  /** Takes up to `wanted` messages of the number's rate; `waitMs` until there is another one. */
  reserve(wanted: number, now: Date): Promise<{ granted: number; waitMs: number }>;
  /** Of what was reserved, so many did not leave. */
  giveBack(count: number): Promise<void>;
  /** Takes one of the pair's, in the transaction that claims its message. False: it has to wait. */
  takePair(tx: GatewayTransaction, contactId: string, now: Date): Promise<boolean>;
  /** WhatsApp said "slower": nothing leaves from the number until then. */
  pause(tx: GatewayTransaction, until: Date): Promise<void>;
  /** Forgets whom nobody has written to for a while. */
  forget(now: Date): Promise<void>;
};

type PacerOptions = {
  db: GatewayDatabase;
  phoneNumberId: string;
  limits?: Record<"number" | "pair", PacingLimits>;
};

export function createPacer({ db, phoneNumberId, limits = pacing }: PacerOptions): Pacer {
  const line = `number:${phoneNumberId}`;

  async function reserve(wanted: number, now: Date): Promise<{ granted: number; waitMs: number }> {
    const { capacity, perSecond } = limits.number;
    const taken = await sql<{ granted: number; left: number; at: Date }>`
        with bucket as (
          select scope, ${refilled(limits.number, now)} as tokens from pacing where scope = ${line} for update
        )
        update pacing set
          tokens = bucket.tokens - least(floor(greatest(bucket.tokens, 0)), ${wanted}::integer),
          at = greatest(pacing.at, ${now}::timestamptz)
        from bucket where pacing.scope = bucket.scope
        returning least(floor(greatest(bucket.tokens, 0)), ${wanted}::integer)::integer as granted,
          pacing.tokens as left, pacing.at`.execute(db);
    const [row] = taken.rows;
    if (!row) {
      await sql`insert into pacing (scope, tokens, at) values (${line}, ${capacity}, ${now})
          on conflict (scope) do nothing`.execute(db);
      return await reserve(wanted, now);
    }
    const pausedMs = Math.max(0, row.at.getTime() - now.getTime());
    return { granted: row.granted, waitMs: pausedMs + Math.ceil(((1 - row.left) / perSecond) * 1_000) };
  }

  return {
    reserve,

    async giveBack(count) {
      if (count === 0) return;
      await db
        .updateTable("pacing")
        .set({ tokens: sql<number>`least(${limits.number.capacity}::float8, tokens + ${count}::integer)` })
        .where("scope", "=", line)
        .where("tokens", ">", 0) // not while WhatsApp wants us to pause
        .execute();
    },

    async takePair(tx, contactId, now) {
      const scope = pairScope(contactId);
      const { capacity } = limits.pair;
      const { rows } = await sql`
        insert into pacing (scope, tokens, at) values (${scope}, ${capacity - 1}, ${now})
        on conflict (scope) do update set
          tokens = ${refilled(limits.pair, now)} - 1,
          at = greatest(pacing.at, ${now}::timestamptz)
        where ${refilled(limits.pair, now)} >= 1
        returning 1`.execute(tx);
      return rows.length > 0;
    },

    async pause(tx, until) {
      await sql`
        insert into pacing (scope, tokens, at) values (${line}, 0, ${until})
        on conflict (scope) do update set tokens = 0, at = greatest(pacing.at, ${until}::timestamptz)`.execute(
        tx,
      );
    },

    async forget(now) {
      await db
        .deleteFrom("pacing")
        .where("at", "<", new Date(now.getTime() - forgottenAfterMs))
        .execute();
    },
  };
}

export function pairScope(contactId: string): string {
  return `pair:${contactId}`;
}

/** What a bucket holds now. A clock that goes back gives nothing away. */
export function refilled({ capacity, perSecond }: PacingLimits, now: Date) {
  return sql<number>`least(${capacity}::float8, pacing.tokens
    + greatest(0, extract(epoch from (${now}::timestamptz - pacing.at))::float8) * ${perSecond}::float8)`;
}
