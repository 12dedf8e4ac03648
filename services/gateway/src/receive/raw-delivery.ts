import type { Database } from "@liss/database";
import type { Vault } from "@liss/vault";
import { sealedFrom } from "../database/sealed-columns.ts";
import type { GatewayTables } from "../database/tables.ts";
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
  for (const [day, rows] of Map.groupBy(deliveries, dayOf)) {
    const scope = rawScope(new Date(day * dayMs).toISOString().slice(0, 10));
    const items = rows.map(({ id, body }) => ({ context: rawContext(id), plaintext: body }));
    const { keyId, boxes } = await vault.sealEach(scope, items);
    await insert(db, rows, keyId, boxes);
  }
}

/**
 * Prepared once per connection. The boxes travel as one parameter and are cut apart there: an array of them would
 * travel as hexadecimal text, twice as long, written here and parsed there.
 */
async function insert(
  { pool }: Database<GatewayTables>,
  rows: readonly RawDelivery[],
  keyId: string,
  boxes: readonly Buffer[],
): Promise<void> {
  let end = 1; // SQL counts from one
  const starts = boxes.map(({ byteLength }) => {
    end += byteLength;
    return end - byteLength;
  });
  await pool.query({
    name: "store-deliveries",
    text: `insert into raw_deliveries (id, received_at, size, key_id, box, trace)
      select id, to_timestamp(at / 1000), size, $1, substring($2::bytea from start for length), trace from unnest(
        $3::uuid[], $4::double precision[], $5::integer[], $6::integer[], $7::integer[], $8::text[]
      ) as n(id, at, size, start, length, trace)`,
    values: [
      keyId,
      Buffer.concat(boxes),
      rows.map(({ id }) => id),
      rows.map(({ receivedAt }) => receivedAt.getTime()),
      rows.map(({ body }) => body.byteLength),
      starts,
      boxes.map(({ byteLength }) => byteLength),
      rows.map(({ trace }) => trace),
    ],
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
