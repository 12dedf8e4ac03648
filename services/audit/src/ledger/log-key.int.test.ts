import { generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Transient } from "@liss/messaging";
import { temporaryFolder } from "@liss/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditDatabase } from "../fixtures/audit-database.ts";
import { arrivalOf, messageReceived } from "../fixtures/events.ts";
import { standInVault } from "../fixtures/stand-in-vault.ts";
import { openCheckpoint, signCheckpoint } from "../proof/checkpoint.ts";
import { openWithAny } from "../proof/stretch.ts";
import { BATCH } from "./checkpoint.ts";
import { decodeEntry } from "./entry.ts";
import { startIntake } from "./intake.ts";
import { openLogKeys } from "./log-key.ts";

const common = { LISS_LOG_ORIGIN: "liss.test/audit", LISS_FORMER_LOG_KEYS: "", LISS_VAULT_MOUNT: "transit" };
const checkpoint = { origin: common.LISS_LOG_ORIGIN, size: 7, root: new Uint8Array(32) };

describe("a key of our own", () => {
  test("is the same from the environment, from a file as base64, and from one as PEM", async () => {
    const folder = temporaryFolder();
    const { privateKey } = generateKeyPairSync("ed25519");
    const base64 = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
    const [text, pem] = [join(folder.path, "key"), join(folder.path, "key.pem")];
    await writeFile(text, `${base64}\n`);
    await writeFile(pem, privateKey.export({ format: "pem", type: "pkcs8" }));
    const places = [
      { LISS_CHECKPOINT_KEY: base64 },
      { LISS_CHECKPOINT_KEY_FILE: text },
      { LISS_CHECKPOINT_KEY_FILE: pem },
    ];
    const opened = await Promise.all(places.map((place) => openLogKeys({ ...common, ...place })));
    expect(new Set(opened.map(({ signer }) => Buffer.from(signer.publicKey).toString("hex"))).size).toBe(1);
    for (const { signer, keys } of opened) {
      expect(await openCheckpoint(await signCheckpoint(checkpoint, signer), keys[0]!)).toEqual(checkpoint);
    }
    folder.remove();
  });

  test("is in one place, and one that can be read", async () => {
    await expect(openLogKeys(common)).rejects.toThrow("must say where the key is");
    await expect(
      openLogKeys({ ...common, LISS_CHECKPOINT_KEY: "x", LISS_CHECKPOINT_KEY_FILE: "y" }),
    ).rejects.toThrow("must say where the key is");
    await expect(openLogKeys({ ...common, LISS_CHECKPOINT_KEY: "eA==" })).rejects.toThrow("PKCS8");
    await expect(openLogKeys({ ...common, LISS_CHECKPOINT_KEY_FILE: "/nowhere" })).rejects.toThrow(
      "cannot be read",
    );
  });
});

describe("a key in Vault", () => {
  let vault: Awaited<ReturnType<typeof standInVault>>;
  const places = () => ({
    ...common,
    LISS_VAULT_KEY: "liss-audit",
    VAULT_ADDR: vault.url,
    VAULT_TOKEN: "t-1",
  });
  beforeEach(async () => {
    vault = await standInVault("liss-audit", "t-1");
  });
  afterEach(() => vault.stop());

  test("signs without leaving it, and what it signed before a rotation still verifies", async () => {
    const before = await openLogKeys(places());
    const note = await signCheckpoint(checkpoint, before.signer);
    expect(await openCheckpoint(note, before.keys[0]!)).toEqual(checkpoint);
    vault.rotate();
    // Who started before the rotation goes on with the version that it published.
    expect(
      await openCheckpoint(await signCheckpoint(checkpoint, before.signer), before.keys[0]!),
    ).toBeDefined();
    const after = await openLogKeys(places());
    expect(after.keys).toHaveLength(2);
    expect(after.keys[0]!.publicKey).not.toEqual(before.keys[0]!.publicKey);
    expect(await openWithAny(note, after.keys)).toEqual(checkpoint);
    expect(await openCheckpoint(note, after.keys[0]!)).toBeUndefined();
  });

  test("is asked for with the token that is in the file now", async () => {
    const folder = temporaryFolder();
    const file = join(folder.path, "token");
    await writeFile(file, "t-1\n");
    const { VAULT_TOKEN: _, ...rest } = places();
    const { signer, keys } = await openLogKeys({ ...rest, VAULT_TOKEN_FILE: file });
    vault.state.token = "t-2";
    await expect(signCheckpoint(checkpoint, signer)).rejects.toThrow(Transient);
    await writeFile(file, "t-2\n");
    expect(await openCheckpoint(await signCheckpoint(checkpoint, signer), keys[0]!)).toBeDefined();
    folder.remove();
  });

  test("that is another kind of key, or is not there, is no key of this log", async () => {
    const other = await standInVault("liss-audit", "t-1", "ecdsa-p256");
    await expect(openLogKeys({ ...places(), VAULT_ADDR: other.url })).rejects.toThrow("not of ed25519");
    await other.stop();
    await expect(openLogKeys({ ...places(), LISS_VAULT_KEY: "another" })).rejects.toThrow("answered 404");
    await expect(openLogKeys({ ...places(), VAULT_TOKEN: "no" })).rejects.toThrow("answered 403");
  });

  test("that cannot be reached holds events back, whole: none is kept as less than it is", async () => {
    const { signer } = await openLogKeys(places());
    const audit = await auditDatabase();
    const intake = startIntake({ db: audit.db, signer, now: () => new Date(), appended: () => {} });
    const messages = Array.from({ length: BATCH }, () => arrivalOf(messageReceived()));
    vault.state.sealed = true;
    await expect(intake.many(messages)).rejects.toThrow(Transient);
    expect(await audit.db.selectFrom("entries").select("index").execute()).toEqual([]);
    vault.state.sealed = false;
    await intake.many(messages);
    const rows = await audit.db.selectFrom("entries").select("bytes").execute();
    expect(rows).toHaveLength(BATCH);
    expect(rows.every(({ bytes }) => decodeEntry(bytes).problem === null)).toBe(true);
    await audit.drop();
  });
});
