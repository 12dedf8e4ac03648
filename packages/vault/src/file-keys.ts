import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { open, readFile, rename } from "node:fs/promises";
import { idOf, type KeyProvider, type KeyRing, keyRing, parseKey, unwrapIn, wrapIn } from "./key-provider.ts";

/** How soon a process sees that the file has another first key. */
const lookEveryMs = 1_000;

/**
 * KEKs of a file, as container secrets are mounted: one in base64 a line, the first wraps, the others still unwrap. The
 * file is read again when it changes, so that a rotation needs no restart; and at once when a key of the database
 * names a KEK that is not known yet.
 */
export function fileKeyProvider(path: string, now: () => number = Date.now): KeyProvider {
  let ring = readRing(path);
  let version = versionOf(path);
  let lookedAt = now();
  const look = () => {
    lookedAt = now();
    const present = versionOf(path);
    if (present === version) return;
    ring = readRing(path);
    version = present;
  };
  const current = () => {
    if (now() - lookedAt >= lookEveryMs) look();
    return ring;
  };
  return {
    currentId: async () => current().currentId,
    wrap: async (key, aad) => wrapIn(current(), key, aad),
    unwrap: async (kekId, wrapped, aad) => {
      if (!current().byId.has(kekId)) look();
      return unwrapIn(ring, kekId, wrapped, aad);
    },
  };
}

/** Puts a new KEK before the others: from now on it wraps. Returns the ids of those that were there. */
export async function addKeyTo(path: string): Promise<string[]> {
  const lines = await linesOf(path);
  await replace(path, [randomBytes(32).toString("base64"), ...lines]);
  return lines.map((line) => idOf(parseKey(line)));
}

/** Forgets every KEK but the first: what they wrapped, in any backup, is closed for ever. Returns their ids. */
export async function keepFirstKeyOf(path: string): Promise<string[]> {
  const [first, ...others] = await linesOf(path);
  await replace(path, first === undefined ? [] : [first]);
  return others.map((line) => idOf(parseKey(line)));
}

function readRing(path: string): KeyRing {
  const [first, ...others] = readFileSync(path, "utf8").split(/\s+/).filter(Boolean).map(parseKey);
  if (!first) throw new RangeError("the file of key-encryption keys is empty");
  return keyRing([first, ...others]);
}

function versionOf(path: string): string {
  const { ino, mtimeMs, size } = statSync(path);
  return `${ino} ${mtimeMs} ${size}`;
}

async function linesOf(path: string): Promise<string[]> {
  return (await readFile(path, "utf8")).split(/\s+/).filter(Boolean);
}

/** Whole or not at all: whoever reads meanwhile finds the old file or the new one. */
async function replace(path: string, lines: readonly string[]): Promise<void> {
  const beside = `${path}.new`;
  const file = await open(beside, "w", 0o600);
  try {
    await file.writeFile(`${lines.join("\n")}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, path);
}
