import type { Vault } from "@liss/vault";
import { type Kysely, sql } from "kysely";
import { boxOf, sealedFrom } from "../database/sealed-columns.ts";
import type { GatewayTables } from "../database/tables.ts";
import { nextDeliveryId } from "./delivery-id.ts";

/** A webhook body, sealed and ready to be stored. */
export type RawDelivery = {
  id: string;
  receivedAt: Date;
  size: number;
  keyId: string;
  box: Buffer;
  trace: string;
};

const dayMs = 86_400_000;
let lastDay = -1;
let lastScope = "";

/** Raw bodies have a key per day, so that a day can be made unreadable at once. Written out once a day. */
function rawScope(receivedAt: Date): string {
  const day = Math.floor(receivedAt.getTime() / dayMs);
  if (day !== lastDay) {
    lastScope = `raw:${receivedAt.toISOString().slice(0, 10)}`;
    lastDay = day;
  }
  return lastScope;
}

function rawContext(id: string): string {
  return `raw-delivery:${id}`;
}

export async function sealDelivery(
  vault: Vault,
  body: Buffer,
  { receivedAt, trace }: { receivedAt: Date; trace: string },
): Promise<RawDelivery> {
  const id = nextDeliveryId(); // in order of arrival, which is also the order of interpretation
  const sealed = await vault.seal(rawScope(receivedAt), rawContext(id), body);
  return { id, receivedAt, size: body.byteLength, keyId: sealed.keyId, box: boxOf(sealed), trace };
}

export function openDelivery(
  vault: Vault,
  row: { id: string; key_id: string; box: Buffer },
): Promise<Buffer> {
  return vault.open(sealedFrom(row.key_id, row.box), rawContext(row.id));
}

/**
 * All of them in one statement, one commit, one wait for the disk. Source: architecture.md, "Store before 200".
 * The boxes travel as one parameter and are cut apart there: an array of them would travel as hexadecimal text, twice
 * as long, written here and parsed there.
 */
export async function insertDeliveries(db: Kysely<GatewayTables>, rows: RawDelivery[]): Promise<void> {
  const starts: number[] = [];
  let length = 0;
  for (const { box } of rows) {
    starts.push(length + 1); // SQL counts from one
    length += box.byteLength;
  }
  const boxes = Buffer.concat(
    rows.map(({ box }) => box),
    length,
  );
  await sql`
    insert into raw_deliveries (id, received_at, size, key_id, box, trace)
    select id, received_at, size, key_id, substring(${boxes}::bytea from start for length), trace from unnest(
      ${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ receivedAt }) => receivedAt)}::timestamptz[],
      ${rows.map(({ size }) => size)}::integer[],
      ${rows.map(({ keyId }) => keyId)}::uuid[],
      ${starts}::integer[],
      ${rows.map(({ box }) => box.byteLength)}::integer[],
      ${rows.map(({ trace }) => trace)}::text[]
    ) as n(id, received_at, size, key_id, start, length, trace)`.execute(db);
}
