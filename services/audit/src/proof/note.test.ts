import { createPrivateKey, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { concat, fromBase64, fromHex, fromText, toHex } from "./bytes.ts";
import { encodeCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from "./checkpoint.ts";
import { encodeVerifierKey, keyId, openNote, parseVerifierKey, signNote } from "./note.ts";

/** The example of https://c2sp.org/signed-note. */
const example = {
  key: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  text: "This is an example message.\n",
  note: "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
};
/** The keys and notes of golang.org/x/mod/sumdb/note, the reference implementation. */
const peter = {
  key: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  seed: "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  line: "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
};
const enoch = {
  key: "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
  line: "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n",
};

const keyOf = async (text: string) => (await parseVerifierKey(text))!;

/** Signs as the holder of the published seed would. */
async function signerOf({ key, seed }: { key: string; seed: string }) {
  const prefix = fromHex("302e020100300506032b657004220420");
  const der = Buffer.from(concat(prefix, fromBase64(seed)!.subarray(1)));
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const toSign = (text: Uint8Array) => new Uint8Array(sign(null, text, privateKey));
  return { ...(await keyOf(key)), sign: toSign };
}

describe("signed notes", () => {
  test("the specification's example opens with its key, whose id is as published", async () => {
    const key = await keyOf(example.key);
    expect(toHex(await keyId(key.name, key.publicKey))).toBe("530d903a");
    expect(encodeVerifierKey(key)).toBe(example.key);
    expect(await openNote(example.note, key)).toBe(example.text);
  });

  test("the reference implementation's key signs the very same bytes here", async () => {
    expect(await signNote(peter.text, await signerOf(peter))).toBe(`${peter.text}\n${peter.line}`);
  });

  test("signatures of others are let be, wherever they stand", async () => {
    const both = `${peter.text}\n${peter.line}${enoch.line}`;
    expect(await openNote(both, await keyOf(peter.key))).toBe(peter.text);
    expect(await openNote(both, await keyOf(enoch.key))).toBe(peter.text);
    expect(await openNote(`${peter.text}\n${enoch.line}`, await keyOf(peter.key))).toBeUndefined();
  });

  test("a changed text, a changed signature or a broken form does not open", async () => {
    const key = await keyOf(peter.key);
    const note = `${peter.text}\n${peter.line}`;
    const broken = [
      note.replace("cryptography", "cryptographY"),
      note.replace("x08go/Z", "x08go/Y"),
      note.replace("— ", "-- "),
      note.replace("— ", "—"),
      note.slice(0, -1),
      note.replace("\n\n", "\n"),
      note.replace("x08go/ZJ", "x08go/Z J"),
      `${note}\n`,
      note.replace("your problem,", "your\tproblem,"),
      `${peter.text}\n${peter.line.repeat(101)}`,
      peter.text,
      "",
    ];
    for (const text of broken) expect(await openNote(text, key), JSON.stringify(text)).toBeUndefined();
  });

  test("no mangled verifier key is taken for one", async () => {
    for (let start = 0; start < peter.key.length; start += 1) {
      expect(await parseVerifierKey(peter.key.slice(start + 1))).toBeUndefined();
      expect(await parseVerifierKey(peter.key.slice(0, start))).toBeUndefined();
      const next = String.fromCharCode(peter.key.charCodeAt(start) + 1);
      expect(
        await parseVerifierKey(peter.key.slice(0, start) + next + peter.key.slice(start + 1)),
      ).toBeUndefined();
    }
    const longer = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==";
    const unknownAlgorithm = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    expect(await parseVerifierKey(longer)).toBeUndefined();
    expect(await parseVerifierKey(unknownAlgorithm)).toBeUndefined();
  });

  test("a text that cannot be a note's is not signed", async () => {
    const signer = await signerOf(peter);
    for (const text of ["", "no newline", "a\tb\n", "a\r\n"]) {
      await expect(signNote(text, signer)).rejects.toThrow(RangeError);
    }
  });
});

describe("checkpoints", () => {
  /** The example of https://c2sp.org/tlog-checkpoint. */
  const text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

  test("the specification's example reads and writes back byte for byte", () => {
    const checkpoint = parseCheckpoint(text)!;
    expect(checkpoint).toMatchObject({ origin: "example.com/behind-the-sofa", size: 20852163 });
    expect(encodeCheckpoint(checkpoint)).toBe(text);
    expect(parseCheckpoint(`${text}extension\n`)).toEqual(checkpoint);
  });

  test("what is not a checkpoint is not read as one", () => {
    const broken = [
      text.slice(0, -1),
      text.replace("20852163", "020852163"),
      text.replace("20852163", "-1"),
      text.replace("20852163", "1e3"),
      text.replace("20852163", "99999999999999999999"),
      text.replace("CsUY", "Cs Y"),
      text.replace("q2I=", "q2I"),
      "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    ];
    for (const one of broken) expect(parseCheckpoint(one), JSON.stringify(one)).toBeUndefined();
  });

  test("a signed one opens only with its own key and for its own origin", async () => {
    const signer = await signerOf(peter);
    const checkpoint = { origin: "PeterNeumann", size: 3, root: fromHex("ab".repeat(32)) };
    const note = await signCheckpoint(checkpoint, signer);
    expect(await openCheckpoint(note, signer)).toEqual(checkpoint);
    expect(await openCheckpoint(note, await keyOf(enoch.key))).toBeUndefined();
    const foreign = await signCheckpoint({ ...checkpoint, origin: "another.log" }, signer);
    expect(await openCheckpoint(foreign, signer)).toBeUndefined();
    expect(fromText(note).length).toBeGreaterThan(100);
  });
});
