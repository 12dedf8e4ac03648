import { type Bytes, fromBase64, toBase64 } from "./bytes.ts";
import { HASH_SIZE } from "./hash.ts";
import { type NoteSigner, openNote, signNote, type VerifierKey } from "./note.ts";

/** What a log says of itself at one moment. Source: https://c2sp.org/tlog-checkpoint */
export type Checkpoint = { origin: string; size: number; root: Bytes };

/** Three lines: origin, size in decimal, root in base64. */
export function encodeCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Undefined when the text is not a checkpoint. Lines after the third are extensions and are let be. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, size, root] = text.split("\n");
  if (!origin || !size || !root || !text.endsWith("\n") || !/^(0|[1-9]\d*)$/.test(size)) return undefined;
  const bytes = fromBase64(root);
  if (!bytes || bytes.length !== HASH_SIZE || !Number.isSafeInteger(Number(size))) return undefined;
  return { origin, size: Number(size), root: bytes };
}

export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): Promise<string> {
  return signNote(encodeCheckpoint(checkpoint), signer);
}

/** The checkpoint in a note signed by that key for its own origin; undefined for anything else. */
export async function openCheckpoint(note: string, key: VerifierKey): Promise<Checkpoint | undefined> {
  const text = await openNote(note, key);
  const checkpoint = text === undefined ? undefined : parseCheckpoint(text);
  return checkpoint?.origin === key.name ? checkpoint : undefined;
}
