import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseAptSources } from "./apt-sources.ts";

function etc(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "liss-apt-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "sources.list.d"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test("a stanza gives its mirror, suites, components and the keyring it trusts", () => {
  const folder = etc({
    "sources.list.d/debian.sources": `Types: deb deb-src
# where it was frozen
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/archive.gpg

Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
Enabled: no
`,
  });
  expect(parseAptSources(folder)).toEqual([
    {
      uri: "http://mirror.example/debian",
      suites: ["bookworm", "bookworm-updates"],
      components: ["main", "contrib"],
      signedBy: "/usr/share/keyrings/archive.gpg",
    },
  ]);
});

test("a line gives the same, with or without options", () => {
  const folder = etc({
    "sources.list": `# deb http://commented.example/debian bookworm main
deb http://mirror.example/debian bookworm main contrib # the nearest
deb [arch=amd64 signed-by=/etc/apt/keyrings/one.asc] https://other.example/apt stable main
deb-src http://mirror.example/debian bookworm main
`,
  });
  expect(parseAptSources(folder)).toEqual([
    { uri: "http://mirror.example/debian", suites: ["bookworm"], components: ["main", "contrib"] },
    {
      uri: "https://other.example/apt",
      suites: ["stable"],
      components: ["main"],
      signedBy: "/etc/apt/keyrings/one.asc",
    },
  ]);
});

test("a machine without apt has no sources", () => {
  expect(parseAptSources("/nowhere/at/all")).toEqual([]);
});
