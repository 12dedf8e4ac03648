import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { createReadStream, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

type Listed = { path: string; bytes: number; sha256: string };
export type Manifest = { format: "liss-incident-1"; frozenAt: string; files: Listed[] };

const manifestName = "manifest.json";
const signatureName = "manifest.sig";

/** The key that signs the audit's checkpoints signs the evidence too: whoever can verify the record can verify this. */
export function signingKey(base64: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(base64, "base64"), format: "der", type: "pkcs8" });
}

/** Lists every file of the folder with its hash and signs the list. Afterwards nothing in it can change unnoticed. */
export async function sealEvidence(folder: string, key: KeyObject, frozenAt: string): Promise<Manifest> {
  const files: Listed[] = [];
  for (const path of filesBelow(folder)) files.push(await listed(folder, path));
  const manifest: Manifest = { format: "liss-incident-1", frozenAt, files };
  const text = JSON.stringify(manifest, null, 1);
  writeFileSync(join(folder, manifestName), text);
  writeFileSync(join(folder, signatureName), sign(null, Buffer.from(text), key).toString("base64"));
  const publicKey = createPublicKey(key).export({ type: "spki", format: "pem" });
  writeFileSync(join(folder, "manifest.pub.pem"), publicKey);
  return manifest;
}

/** What is wrong with a folder of evidence; nothing when it is as it was frozen. */
export async function faultsOf(folder: string, publicKey: KeyObject): Promise<string[]> {
  const text = readFileSync(join(folder, manifestName));
  const signature = Buffer.from(readFileSync(join(folder, signatureName), "utf8"), "base64");
  if (!verify(null, text, publicKey, signature)) return ["the manifest was not signed with this key"];
  const { files } = JSON.parse(text.toString("utf8")) as Manifest;
  const faults: string[] = [];
  const present = new Set(filesBelow(folder).map((path) => relative(folder, path)));
  for (const { path, sha256 } of files) {
    if (!present.delete(path)) faults.push(`${path} is missing`);
    else if ((await listed(folder, join(folder, path))).sha256 !== sha256) faults.push(`${path} was changed`);
  }
  for (const name of [manifestName, signatureName, "manifest.pub.pem"]) present.delete(name);
  return [...faults, ...[...present].map((path) => `${path} was added`)];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function listed(folder: string, path: string): Promise<Listed> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { path: relative(folder, path), bytes, sha256: hash.digest("hex") };
}
