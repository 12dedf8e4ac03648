import { type Bytes, concat, equal, fromBase64, fromText, toBase64, toHex } from "./bytes.ts";
import { sha256 } from "./hash.ts";

/**
 * C2SP signed notes with Ed25519 (https://c2sp.org/signed-note): a text, an empty line, and one line per
 * signature, `— <key name> base64(key id ‖ signature)`. What is signed is the text with its last newline.
 */

/** Who signed, as everybody may know it. Written `<name>+<key id in hex>+base64(0x01 ‖ public key)`. */
export type VerifierKey = {
  name: string;
  id: Bytes;
  publicKey: Bytes;
  /** How the platform at hand checks a signature of this key, where it has something quicker than WebCrypto. */
  check?: (signature: Uint8Array, text: Uint8Array) => Promise<boolean>;
};

/** Who signs. The private key stays behind `sign`: a file today, a KMS when there is one. */
export type NoteSigner = VerifierKey & { sign(text: Uint8Array): Promise<Bytes> | Bytes };

/** What a key signs: notes as they are, or as a witness (https://c2sp.org/tlog-cosignature). */
export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;
type Algorithm = typeof ED25519 | typeof COSIGNATURE;
const PUBLIC_KEY_SIZE = 32;
const KEY_ID_SIZE = 4;
const SIGNATURE_SIZE = 64;
const SIGNATURE_LINE = /^— (\S+) (\S+)$/;
/** As in Go's reference; a note with more is an attack, not a note. */
const MOST_SIGNATURES = 100;

/** The first four bytes of SHA-256(name ‖ newline ‖ algorithm ‖ public key): a hint, not a proof. */
export async function keyId(
  name: string,
  publicKey: Uint8Array,
  algorithm: Algorithm = ED25519,
): Promise<Bytes> {
  const digest = await sha256(concat(fromText(`${name}\n`), Uint8Array.of(algorithm), publicKey));
  return digest.slice(0, KEY_ID_SIZE);
}

/** @throws RangeError when the name has a space or a plus, or the key is not of Ed25519's size */
export async function verifierKey(
  name: string,
  publicKey: Uint8Array,
  algorithm: Algorithm = ED25519,
): Promise<VerifierKey> {
  if (!isKeyName(name)) throw new RangeError("a key name has no space and no plus");
  if (publicKey.length !== PUBLIC_KEY_SIZE) throw new RangeError("an Ed25519 public key has 32 bytes");
  return { name, id: await keyId(name, publicKey, algorithm), publicKey: new Uint8Array(publicKey) };
}

export function encodeVerifierKey(key: VerifierKey, algorithm: Algorithm = ED25519): string {
  return `${key.name}+${toHex(key.id)}+${toBase64(concat(Uint8Array.of(algorithm), key.publicKey))}`;
}

/** The key, or undefined when the text is not one or its id is not that of its key. */
export async function parseVerifierKey(
  text: string,
  algorithm: Algorithm = ED25519,
): Promise<VerifierKey | undefined> {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text);
  const [, name, id, material] = match ?? [];
  if (!name || !id || !material) return undefined;
  const bytes = fromBase64(material);
  if (!bytes || bytes.length !== 1 + PUBLIC_KEY_SIZE || bytes[0] !== algorithm) return undefined;
  const key = await verifierKey(name, bytes.subarray(1), algorithm);
  return toHex(key.id) === id ? key : undefined;
}

/** @throws RangeError when the text cannot be a note's: empty, without its last newline, with control characters */
export async function signNote(text: string, signer: NoteSigner): Promise<string> {
  if (!isNoteText(text))
    throw new RangeError("a note's text ends in a newline and has no control characters");
  const signature = await signer.sign(fromText(text));
  return `${text}\n— ${signer.name} ${toBase64(concat(signer.id, signature))}\n`;
}

/**
 * The text of a note that `key` signed; undefined when it did not. Signatures of others (witnesses) are ignored,
 * as the specification asks; one that claims to be of this key and is wrong spoils the note.
 */
export async function openNote(note: string, key: VerifierKey): Promise<string | undefined> {
  const border = note.lastIndexOf("\n\n");
  if (border < 0 || !note.endsWith("\n")) return undefined;
  const text = note.slice(0, border + 1);
  const lines = note.slice(border + 2, -1).split("\n");
  if (!isNoteText(text) || lines.length > MOST_SIGNATURES) return undefined;
  let signed = false;
  for (const line of lines) {
    const signature = readSignature(line);
    if (!signature) return undefined;
    if (!isBy(key, signature)) continue;
    if (!(await isSignature(key, signature.bytes, fromText(text)))) return undefined;
    signed = true;
  }
  return signed ? text : undefined;
}

/** One line below a note: who says to have signed, and the bytes after the key's id. */
export type SignatureLine = { name: string; id: Bytes; bytes: Bytes };

export function readSignature(line: string): SignatureLine | undefined {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  if (!name || !isKeyName(name) || !bytes || bytes.length <= KEY_ID_SIZE) return undefined;
  return { name, id: bytes.slice(0, KEY_ID_SIZE), bytes: bytes.slice(KEY_ID_SIZE) };
}

export const isBy = (key: VerifierKey, { name, id }: SignatureLine): boolean =>
  name === key.name && equal(id, key.id);

export async function isSignature(key: VerifierKey, signature: Uint8Array, text: Bytes): Promise<boolean> {
  if (signature.length !== SIGNATURE_SIZE) return false;
  if (key.check) return key.check(signature, text);
  return crypto.subtle.verify("Ed25519", await importedKey(key), new Uint8Array(signature), text);
}

/** A bundle has thousands of notes and one key. */
const imported = new WeakMap<Bytes, ReturnType<typeof importKey>>();
const importKey = (publicKey: Bytes) =>
  crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);

function importedKey({ publicKey }: VerifierKey): ReturnType<typeof importKey> {
  const known = imported.get(publicKey) ?? importKey(publicKey);
  imported.set(publicKey, known);
  return known;
}

function isKeyName(name: string): boolean {
  return /^[^\s+]+$/u.test(name);
}

function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a note may not have
  return text.endsWith("\n") && !/[\u0000-\u0009\u000b-\u001f]/.test(text) && text.isWellFormed();
}
