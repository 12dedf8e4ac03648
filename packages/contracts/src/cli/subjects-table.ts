import { readFileSync, writeFileSync } from "node:fs";
import { catalogue } from "../catalogue.ts";

const begin = "<!-- subjects: made by `pnpm --filter @liss/contracts docs` -->";
const end = "<!-- /subjects -->";

/** The README with its table of subjects made again from the catalogue. */
export function readmeWithTable(readme: string): string {
  const rows = catalogue.map(
    ({ subject, sources, consumers, summary }) =>
      `| \`${subject}\` | ${sources.length === 5 ? "all" : sources.join(", ")} | ${consumers.join(", ") || "–"} | ${summary} |`,
  );
  const table = ["| subject | said by | acted on by | meaning |", "|---|---|---|---|", ...rows].join("\n");
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < 0) throw new Error("README.md has lost the marks around its table of subjects");
  return `${readme.slice(0, from + begin.length)}\n${table}\n${readme.slice(to)}`;
}

if (import.meta.main) {
  const path = new URL("../../README.md", import.meta.url);
  writeFileSync(path, readmeWithTable(readFileSync(path, "utf8")));
}
