import type { Database } from "@liss/database";
import express, { type Response, type Router } from "express";
import { sql } from "kysely";
import type { AuditTables } from "../database/tables.ts";
import { readTile } from "../ledger/tiles.ts";
import { concat } from "../proof/bytes.ts";
import { encodeVerifierKey, type VerifierKey } from "../proof/note.ts";
import { sendProblem } from "./problems.ts";
import { latestCheckpoint } from "./proofs.ts";

const WIDTH = 256;
/** A full tile never changes. Source: https://c2sp.org/tlog-tiles */
const FOR_EVER = "public, max-age=31536000, immutable";

/**
 * What everybody may have of the log, at the paths of https://c2sp.org/tlog-tiles: its newest checkpoint, its keys and
 * its hashes, which say nothing of anybody. The entries themselves are for auditors.
 */
export function logRoutes(db: Database<AuditTables>, keys: readonly VerifierKey[]): Router {
  const router = express.Router();

  router.get("/log-key", (_request, response) => {
    const [current] = keys;
    response.type("text/plain").send(current ? `${encodeVerifierKey(current)}\n` : "");
  });

  router.get("/log-keys", (_request, response) => {
    response.type("text/plain").send(keys.map((key) => `${encodeVerifierKey(key)}\n`).join(""));
  });

  router.get("/checkpoint", async (_request, response) => {
    const { note } = await latestCheckpoint(db);
    response.set("Cache-Control", "no-cache").type("text/plain").send(note);
  });

  /** The newest checkpoint that a witness saw too, with what it said: one signed note, as the formats ask. */
  router.get("/witnessed", async (_request, response) => {
    const { rows } = await sql<{ note: string; lines: string }>`
      select note, (select string_agg(line || E'\\n', '' order by witness) from cosignatures own
        where own.size = checkpoints.size) as lines
      from checkpoints where size = (select max(size) from cosignatures)`.execute(db);
    const [newest] = rows;
    if (!newest) return sendProblem(response, "not-yet-signed");
    response
      .set("Cache-Control", "no-cache")
      .type("text/plain")
      .send(newest.note + newest.lines);
  });

  router.get("/tile/:level/{*path}", async (request, response) => {
    const level = /^\d{1,2}$/.test(request.params.level ?? "") ? Number(request.params.level) : undefined;
    const wanted = tilePath(request.params.path as unknown as string[]);
    if (level === undefined || !wanted) return sendProblem(response, "not-found");
    const hashes = await tileUnderCheckpoint(db, level, wanted);
    if (!hashes) return sendProblem(response, "not-found");
    sendBytes(response, concat(...hashes), wanted.width === WIDTH);
  });
  return router;
}

/** For auditors: the entries of a tile, each after its length as two bytes, big-endian. */
export function entryTile(db: Database<AuditTables>) {
  return async (path: readonly string[]): Promise<{ bytes: Buffer; entries: number } | undefined> => {
    const wanted = tilePath(path);
    if (!wanted || !(await tileUnderCheckpoint(db, 0, wanted))) return undefined;
    const rows = await db
      .selectFrom("entries")
      .select("bytes")
      .where("index", ">=", wanted.index * WIDTH)
      .where("index", "<", wanted.index * WIDTH + wanted.width)
      .orderBy("index")
      .execute();
    // The format has no room for longer ones; bundles do.
    if (rows.some(({ bytes }) => bytes.length > 0xffff)) return undefined;
    const pieces = rows.flatMap(({ bytes }) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      return [length, bytes];
    });
    return { bytes: Buffer.concat(pieces), entries: rows.length };
  };
}

type Wanted = { index: number; width: number };

/** `x001/x234/067` or, for the unfinished one at the right, `x001/x234/067.p/99`. */
export function tilePath(parts: readonly string[]): Wanted | undefined {
  const partial = parts.at(-2)?.endsWith(".p") ? parts.at(-1) : undefined;
  const names =
    partial === undefined ? [...parts] : [...parts.slice(0, -2), parts.at(-2)?.slice(0, -2) ?? ""];
  const last = names.pop() ?? "";
  if (!/^\d{3}$/.test(last) || !names.every((name) => /^x\d{3}$/.test(name))) return undefined;
  if (names[0] === "x000") return undefined; // the one spelling only
  const index = Number(names.map((name) => name.slice(1)).join("") + last);
  if (partial === undefined) return { index, width: WIDTH };
  const width = /^[1-9]\d{0,2}$/.test(partial) ? Number(partial) : WIDTH;
  return width < WIDTH && Number.isSafeInteger(index) ? { index, width } : undefined;
}

/** Only what is signed: the record may already be longer. */
async function tileUnderCheckpoint(db: Database<AuditTables>, level: number, { index, width }: Wanted) {
  const { size } = await latestCheckpoint(db);
  const nodes = Math.floor(size / WIDTH ** level);
  if (index * WIDTH + width > nodes) return undefined;
  return (await readTile(db, level, index)).slice(0, width);
}

function sendBytes(response: Response, bytes: Uint8Array, isFull: boolean): void {
  response.set("Cache-Control", isFull ? FOR_EVER : "no-cache");
  response.type("application/octet-stream").send(Buffer.from(bytes));
}
