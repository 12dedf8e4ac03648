import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One archive that the machine's apt is configured to use. */
export type AptSource = { uri: string; suites: string[]; components: string[]; signedBy?: string };

/** Reads apt's sources, in both their forms (`*.list` lines and deb822 `*.sources` stanzas). */
export function parseAptSources(etc = "/etc/apt"): AptSource[] {
  const parts = join(etc, "sources.list.d");
  const files = [
    join(etc, "sources.list"),
    ...(existsSync(parts)
      ? readdirSync(parts)
          .sort()
          .map((name) => join(parts, name))
      : []),
  ];
  return files.filter(existsSync).flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return file.endsWith(".sources") ? parseStanzas(text) : parseLines(text);
  });
}

/** `deb [option=value …] uri suite component…` */
export function parseLines(text: string): AptSource[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (match === null) return [];
    const [, options = "", uri = "", suite = "", components = ""] = match;
    const signedBy = /signed-by=(\S+)/i.exec(options)?.[1];
    return [
      {
        uri,
        suites: [suite],
        components: words(components),
        ...(signedBy === undefined ? {} : { signedBy }),
      },
    ];
  });
}

/** deb822: fields of one archive, stanzas separated by empty lines. */
export function parseStanzas(text: string): AptSource[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const lines = stanza.split("\n").filter((line) => !line.startsWith("#"));
    const field = (name: string) =>
      lines
        .find((line) => line.toLowerCase().startsWith(`${name}:`))
        ?.slice(name.length + 1)
        .trim() ?? "";
    const [uri] = words(field("uris"));
    if (uri === undefined || !words(field("types")).includes("deb") || field("enabled") === "no") return [];
    const signedBy = field("signed-by");
    return [
      {
        uri,
        suites: words(field("suites")),
        components: words(field("components")),
        // A key may also stand in the stanza itself; then apt's own keyring has to do.
        ...(signedBy.startsWith("/") ? { signedBy } : {}),
      },
    ];
  });
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
