import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { corpus, Row, readLines } from "../measure/corpus.ts";
import { differences } from "../measure/differences.ts";
import { figuresOf } from "../measure/figures.ts";
import { goalsOf } from "../measure/goals.ts";
import { replay } from "../measure/replay.ts";
import { loadRules } from "../rules/load-rules.ts";

// rules:compare FOLDER: what a proposed rule set would change, message by message, before it is accepted.
const folder = process.argv.slice(2).find((argument) => argument !== "--");
if (!folder) {
  console.error(
    "usage: rules:compare FOLDER   a changed copy of rules/es-CL; it is compared with the shipped one",
  );
  process.exit(2);
}
const proposed = await loadRules(pathToFileURL(`${resolve(process.env.INIT_CWD ?? ".", folder)}/`));
const shipped = await loadRules();
console.log(`${shipped.version} → ${proposed.version}\n`);
const figures = { before: {}, after: {} };
for (const half of ["development", "test", "plain", "validation"] as const) {
  const rows = readLines(corpus[half], Row);
  const before = rows.map((row) => ({ row, seen: replay(shipped, row) }));
  const after = rows.map((row) => ({ row, seen: replay(proposed, row) }));
  const changed = differences(before, after);
  console.log(`${half}: ${changed.length} of ${rows.length} rows change`);
  // Test and validation are told by number only: whoever writes rules does not read them.
  for (const { row, lines } of changed) {
    const said = "text" in row ? row.text : row.messages.map(({ text }) => text).join(" ⏎ ");
    console.log(
      [`  ${row.id}${half !== "development" ? "" : ` ${said}`}`, ...lines.map((line) => `    ${line}`)].join(
        "\n",
      ),
    );
  }
  Object.assign(figures.before, { [half]: goalsOf(figuresOf(before)) });
  Object.assign(figures.after, { [half]: goalsOf(figuresOf(after)) });
}
console.log(JSON.stringify({ command: "rules:compare", figures, goals: [] }));
