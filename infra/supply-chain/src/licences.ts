import type { Component } from "./bill.ts";

/**
 * What may be used without asking a lawyer again. None of them asks for our own code; MPL-2.0 asks for changes of its
 * own files, which we do not change; OFL is for fonts, CC-BY for data with a name beside it.
 */
const allowed = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "CC-BY-3.0",
  "CC-BY-4.0",
  "MPL-2.0",
  "OFL-1.1",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** Packages that say their licence only in a file, with what a person read there. */
const readByHand: Readonly<Record<string, string>> = {
  // In an older field of their package.json, and in their LICENSE file.
  ssh2: "MIT",
  "cpu-features": "MIT",
  buildcheck: "MIT",
};

/** Packages whose licence nobody has allowed, with what they say. Our own are no concern of it. */
export function unlicensed(components: readonly Component[]): { name: string; licence: string }[] {
  return components.flatMap(({ group, name, version, licenses }) => {
    if (group === "@liss" || group === "liss") return [];
    const full = group ? `${group}/${name}` : name;
    const said = licenses.length > 0 ? licenses : [readByHand[full] ?? "none said"];
    return said.every(isAllowed) ? [] : [{ name: `${full}@${version}`, licence: said.join(", ") }];
  });
}

/** An SPDX expression: of what is joined by OR one is enough, of what is joined by AND all are needed. */
export function isAllowed(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, "$1");
  if (plain.includes(" OR ")) return plain.split(" OR ").some(isAllowed);
  return plain.split(" AND ").every((one) => allowed.has(one.trim()));
}
