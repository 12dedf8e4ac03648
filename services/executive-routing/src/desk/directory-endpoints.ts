import { createHash } from "node:crypto";
import { DirectoryChanged } from "@liss/contracts";
import type { Database } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { type DirectoryRow, readDirectory } from "../case/directory-csv.ts";
import type { RoutingTables } from "../database/tables.ts";
import { Directory, DirectoryImported, DirectoryPreview, ImportDirectory } from "./case-requests.ts";
import { deskCommand, type Endpoint, question, supervisorsOnly } from "./endpoint.ts";

/** The services to which somebody may be referred. */
export const directoryEndpoints: Endpoint[] = [
  question({
    path: "/directory",
    summary: "Services by region, commune and kind, each with the date on which it was verified",
    answer: Directory,
    handle: async ({ deps: { db }, req }) => {
      const asked = z
        .object({ region: z.string(), commune: z.string(), kind: z.string() })
        .partial()
        .parse(req.query);
      let query = db
        .selectFrom("directory")
        .selectAll()
        .select(sql<string>`to_char(verified_on, 'YYYY-MM-DD')`.as("verified"))
        .orderBy("region")
        .orderBy("commune")
        .orderBy("name")
        .limit(500);
      if (asked.region) query = query.where("region", "=", asked.region);
      if (asked.commune) query = query.where("commune", "=", asked.commune);
      if (asked.kind) query = query.where("kind", "=", asked.kind as "other");
      const rows = await query.execute();
      let somewhere = db.selectFrom("directory").select(["region", "commune"]).distinct();
      if (asked.kind) somewhere = somewhere.where("kind", "=", asked.kind as "other");
      return {
        places: await somewhere.orderBy("region").orderBy("commune").execute(),
        services: rows.map(({ verified, verified_on: _date, ...row }) => ({ ...row, verifiedOn: verified })),
      };
    },
  }),
  {
    method: "post",
    path: "/directory/preview",
    summary: "What an import of this CSV would add and change, and which lines do not count; changes nothing",
    roles: supervisorsOnly,
    whose: "anyone",
    body: ImportDirectory,
    answer: DirectoryPreview,
    handle: async ({ deps: { db }, req }): Promise<DirectoryPreview> => {
      const { rows, problems } = readDirectory(ImportDirectory.parse(req.body).csv);
      const counts = { added: 0, changed: 0, same: 0 };
      const known = await knownOf(db, rows);
      for (const row of rows) {
        const before = known.get(placeOf(row));
        counts[before === undefined ? "added" : before === writtenAs(row) ? "same" : "changed"] += 1;
      }
      return { ...counts, problems };
    },
  },
  deskCommand({
    path: "/directory",
    summary: "Imports services from a CSV; a line of the same name and commune is brought up to date",
    roles: supervisorsOnly,
    body: ImportDirectory,
    answer: DirectoryImported,
    does: async (tx, { csv }, { me, now }) => {
      const { rows, problems } = readDirectory(csv);
      for (const row of rows) {
        const values = stored(row);
        await tx
          .insertInto("directory")
          .values({ id: uuidv7(), ...values })
          .onConflict((conflict) => conflict.columns(["name", "commune"]).doUpdateSet(values))
          .execute();
      }
      if (rows.length > 0) {
        const sha256 = createHash("sha256").update(csv).digest("hex");
        await appendEvents(tx, [
          DirectoryChanged.create({
            id: uuidv7(),
            source: "executive-routing",
            occurredAt: now,
            actor: { kind: "person", id: me.id, role: me.role },
            data: { personId: me.id, services: rows.length, sha256 },
          }),
        ]);
      }
      return { imported: rows.length, problems };
    },
  }),
];

/** As a line is stored: what it leaves out is not known. */
const stored = (row: DirectoryRow) => ({
  ...row,
  phone: row.phone ?? null,
  hours: row.hours ?? null,
  address: row.address ?? null,
});

/** By which a service is known again. */
const placeOf = ({ name, commune }: { name: string; commune: string }) => `${name}\n${commune}`;

/** All that is known of a service, to be compared. */
const writtenAs = (row: DirectoryRow) => {
  const { kind, region, phone, hours, address, verified_on } = stored(row);
  return JSON.stringify([kind, region, phone, hours, address, verified_on]);
};

/** What the directory has of these services, by their place. */
async function knownOf(
  db: Database<RoutingTables>,
  rows: readonly DirectoryRow[],
): Promise<Map<string, string>> {
  if (rows.length === 0) return new Map();
  const found = await db
    .selectFrom("directory")
    .select(["kind", "name", "region", "commune", "phone", "hours", "address"])
    .select(sql<string>`to_char(verified_on, 'YYYY-MM-DD')`.as("verified_on"))
    .where("name", "in", [...new Set(rows.map(({ name }) => name))])
    .execute();
  return new Map(
    found.map((row) => [
      placeOf(row),
      writtenAs({
        ...row,
        phone: row.phone ?? undefined,
        hours: row.hours ?? undefined,
        address: row.address ?? undefined,
      }),
    ]),
  );
}
