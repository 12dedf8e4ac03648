import { type Bytes, concat, fromText } from "./bytes.ts";
import { COSIGNATURE, isBy, isSignature, parseVerifierKey, readSignature, type VerifierKey } from "./note.ts";

/**
 * What a witness says: that this is the largest tree of this log that it has seen, and that it continues all those it saw
 * before. Source: https://c2sp.org/tlog-cosignature, Ed25519.
 */
export type Cosignature = { line: string; witness: string; at: Date };

const TIME_SIZE = 8;

export const parseWitnessKey = (text: string): Promise<VerifierKey | undefined> =>
  parseVerifierKey(text, COSIGNATURE);

/** What is signed: the time, and the checkpoint's text without its signatures. */
export const cosignedText = (seconds: number, text: string): Bytes =>
  fromText(`cosignature/v1\ntime ${seconds}\n${text}`);

/** A cosignature's bytes, as they follow the key's id: the time in eight of them, and the signature. */
export function cosignatureBytes(seconds: number, signature: Uint8Array): Bytes {
  const time = new Uint8Array(TIME_SIZE);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  return concat(time, signature);
}

/**
 * Those of the lines that this witness signed over this checkpoint. Of keys that nobody knows they are ignored, as the
 * protocol asks; one that claims to be of this key and is wrong spoils all of them.
 */
export async function cosignaturesIn(
  lines: readonly string[],
  note: string,
  key: VerifierKey,
): Promise<Cosignature[]> {
  const text = note.slice(0, note.lastIndexOf("\n\n") + 1);
  const found: Cosignature[] = [];
  for (const line of lines) {
    const signature = readSignature(line);
    if (!signature || !isBy(key, signature)) continue;
    const { bytes } = signature;
    if (bytes.length <= TIME_SIZE) return [];
    const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
    const isInReach = Number.isSafeInteger(seconds * 1_000);
    if (!isInReach || !(await isSignature(key, bytes.slice(TIME_SIZE), cosignedText(seconds, text))))
      return [];
    found.push({ line, witness: key.name, at: new Date(seconds * 1_000) });
  }
  return found;
}
