import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { read } from "./advisories.ts";
import { billOfMaterials } from "./bill.ts";
import { isAllowed, unlicensed } from "./licences.ts";
import { notFixed } from "./locked.ts";
import { keptFiles, secretsIn } from "./secrets.ts";

test("everything that is installed has a licence that somebody allowed", async () => {
  const { components } = await billOfMaterials();
  expect(components.length).toBeGreaterThan(100);
  expect(unlicensed(components)).toEqual([]);
});

test("of licences joined by OR one is enough, joined by AND all are needed", () => {
  expect(isAllowed("(MIT OR GPL-3.0-only)")).toBe(true);
  expect(isAllowed("MIT AND GPL-3.0-only")).toBe(false);
  expect(isAllowed("AGPL-3.0-only")).toBe(false);
  expect(unlicensed([{ name: "x", version: "1.0.0", licenses: [] }])).toEqual([
    { name: "x@1.0.0", licence: "none said" },
  ]);
});

test("the bytes of every package are fixed by a hash, and come from the registry", () => {
  expect(notFixed()).toEqual([]);
  const elsewhere = "packages:\n  x@1.0.0:\n    resolution: {tarball: https://mal.example/x.tgz}\n";
  expect(notFixed(elsewhere)).toEqual(["x@1.0.0"]);
});

test("no secret is in version control, and one that were would be found", async () => {
  expect(await secretsIn(keptFiles())).toEqual([]);
  const folder = await mkdtemp(join(tmpdir(), "liss-secrets-"));
  // In pieces, or this file would be found as well.
  const key = [
    "-----BEGIN RSA PRIVATE",
    `KEY-----\n${"MIIB".repeat(40)}\n-----END RSA PRIVATE`,
    "KEY-----\n",
  ];
  writeFileSync(join(folder, "settings.txt"), key.join(" "));
  const found = await secretsIn(["settings.txt"], folder);
  await rm(folder, { recursive: true });
  expect(found).toEqual([expect.stringContaining("settings.txt:1")]);
  expect(found.join()).not.toContain("MIIB");
}, 120_000);

test("a registry that does not answer is not taken for one that knows of no flaw", () => {
  expect(read("", "Error: ERR_PNPM_AUDIT_BAD_RESPONSE")).toEqual({
    asked: false,
    why: "the registry could not be asked (ERR_PNPM_AUDIT_BAD_RESPONSE)",
  });
  const found = { module_name: "x", severity: "high", title: "something" };
  expect(read(JSON.stringify({ advisories: { 1: found } }), "")).toEqual({
    asked: true,
    found: [{ name: "x", severity: "high", title: "something" }],
  });
});
