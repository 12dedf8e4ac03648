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
    const scope = `raw:${new Date(day * dayMs).toISOString().slice(0, 10)}`;
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
