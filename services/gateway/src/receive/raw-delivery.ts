import { type Database, withCommit } from "@liss/database";
import type { Vault } from "@liss/vault";
import { sql } from "kysely";
import { sealedFrom } from "../database/sealed-columns.ts";
import type { GatewayTables, GatewayTransaction, RawDeliveryState } from "../database/tables.ts";
import { nextDeliveryId } from "./delivery-id.ts";

/** A webhook as it came, on its way to the disk: its body is in no other place, and sealed before it leaves memory. */
export type RawDelivery = { id: string; receivedAt: Date; body: Buffer; trace: string };

/** Numbered in order of arrival, which is also the order of interpretation. */
export function rawDelivery(
  body: Buffer,
  { receivedAt, trace }: Omit<RawDelivery, "id" | "body">,
): RawDelivery {
  return { id: nextDeliveryId(receivedAt.getTime()), receivedAt, body, trace };
}

const dayMs = 86_400_000;

/** Raw bodies have a key per day, so that a day can be made unreadable at once. */
function dayOf({ receivedAt }: RawDelivery): number {
  return Math.floor(receivedAt.getTime() / dayMs);
}

/** The vault's scope of the raw deliveries of a day, `2026-11-23`. */
export function rawScope(day: string): string {
  return `raw:${day}`;
}

function rawContext(id: string): string {
  return `raw-delivery:${id}`;
}

export function openDelivery(
  vault: Vault,
  row: { id: string; key_id: string; box: Buffer },
): Promise<Buffer> {
  return vault.open(sealedFrom(row.key_id, row.box), rawContext(row.id));
}

/**
 * Seals and stores all of them, or none: one statement, one commit, one wait for the disk; two at midnight, whose
 * repetition finds its messages already known. Source: architecture.md, "Store before 200".
 */
export async function storeDeliveries(
  db: Database<GatewayTables>,
  vault: Vault,
  deliveries: readonly RawDelivery[],
): Promise<void> {
  for (const [day, rows] of Map.groupBy(deliveries, dayOf)) await insert(db, await sealed(vault, day, rows));
}

/** Whether they are of one day, and so under one key. */
export function areOfOneDay(deliveries: readonly RawDelivery[]): boolean {
  return new Set(deliveries.map(dayOf)).size === 1;
}

/**
 * The same for deliveries of one day that this very transaction has acted on (`states`): together with its commit, which
 * does not happen when others wait to be interpreted, for they come first.
 * @returns empty until it is committed; `more`: events wait for the relay to number them
 */
export async function storeWithCommit(
  tx: GatewayTransaction,
  vault: Vault,
  deliveries: readonly RawDelivery[],
  { states, now }: { states: readonly RawDeliveryState[]; now: Date },
): Promise<readonly { more: boolean }[]> {
  const [first] = deliveries;
  if (!first) return [];
  const { keyId, box, ids, times, sizes, starts, lengths, traces } = await sealed(
    vault,
    dayOf(first),
    deliveries,
  );
  return withCommit(
    tx,
    sql<{ more: boolean }>`
      insert into raw_deliveries (id, received_at, size, key_id, box, trace, state)
      select id, to_timestamp(at / 1000), size, ${keyId}, substring(${box}::bytea from start for length), trace, state
      from unnest(${ids}::uuid[], ${times}::double precision[], ${sizes}::integer[], ${starts}::integer[],
        ${lengths}::integer[], ${traces}::text[], ${states}::text[]) as n(id, at, size, start, length, trace, state)
      where none_waits(${now})
      returning exists (select from outbox where number is null and set_aside_at is null) as more`,
  );
}

/** Sealed, column by column. */
type Columns = {
  keyId: string;
  /** All boxes one after the other: they travel as one parameter and are cut apart there. */
  box: Buffer;
  ids: string[];
  times: number[];
  sizes: number[];
  /** Where each box begins. SQL counts from one. */
  starts: number[];
  lengths: number[];
  traces: string[];
};

async function sealed(vault: Vault, day: number, rows: readonly RawDelivery[]): Promise<Columns> {
  const scope = rawScope(new Date(day * dayMs).toISOString().slice(0, 10));
  const items = rows.map(({ id, body }) => ({ context: rawContext(id), plaintext: body }));
  const { keyId, boxes } = await vault.sealEach(scope, items);
  let end = 1;
  const starts = boxes.map(({ byteLength }) => {
    end += byteLength;
    return end - byteLength;
  });
  return {
    keyId,
    box: Buffer.concat(boxes),
    ids: rows.map(({ id }) => id),
    times: rows.map(({ receivedAt }) => receivedAt.getTime()),
    sizes: rows.map(({ body }) => body.byteLength),
    starts,
    lengths: boxes.map(({ byteLength }) => byteLength),
    traces: rows.map(({ trace }) => trace),
  };
}

/**
 * Prepared once per connection. An array of boxes would travel as hexadecimal text, twice as long, written here and
 * parsed there.
 */
async function insert({ pool }: Database<GatewayTables>, columns: Columns): Promise<void> {
  const { keyId, box, ids, times, sizes, starts, lengths, traces } = columns;
  await pool.query({
    name: "store-deliveries",
    text: `insert into raw_deliveries (id, received_at, size, key_id, box, trace)
      select id, to_timestamp(at / 1000), size, $1, substring($2::bytea from start for length), trace from unnest(
        $3::uuid[], $4::double precision[], $5::integer[], $6::integer[], $7::integer[], $8::text[]
      ) as n(id, at, size, start, length, trace)`,
    values: [keyId, box, ids, times, sizes, starts, lengths, traces],
  });
}

const anewAtOnce = 50;

/**
 * Seals what lies under these keys of a day with the one that is in use now; they may then be destroyed. Returns how
 * many. What does not open is left as it is: it did not open before either.
 */
export async function sealAnew(
  db: Database<GatewayTables>,
  vault: Vault,
  day: string,
  keyIds: readonly string[],
): Promise<number> {
  let anew = 0;
  if (keyIds.length === 0) return anew;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const rows = await db
      .selectFrom("raw_deliveries")
      .select(["id", "key_id", "box"])
      .where("key_id", "in", [...keyIds])
      .where("id", ">", after)
      .orderBy("id")
      .limit(anewAtOnce)
      .execute();
    const opened = await Promise.allSettled(rows.map((row) => openDelivery(vault, row)));
    const items = rows.flatMap(({ id }, index) => {
      const body = opened[index];
      return body?.status === "fulfilled" ? [{ id, context: rawContext(id), plaintext: body.value }] : [];
    });
    const { keyId, boxes } = await vault.sealEach(rawScope(day), items);
    for (const [index, { id, plaintext }] of items.entries()) {
      const box = boxes[index];
      plaintext.fill(0);
      if (!box) continue;
      await db.updateTable("raw_deliveries").set({ key_id: keyId, box }).where("id", "=", id).execute();
      anew += 1;
    }
    const last = rows.at(-1);
    if (!last) return anew;
    after = last.id;
  }
}
