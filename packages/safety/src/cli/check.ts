import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { loadCheckText } from "../safety.ts";
import { checkFile } from "./check-file.ts";

/**
 * `npm run -s safety:check -- FILE.jsonl [--pii]`: for each `{id, text, plan?}` of the file a line
 * `{id, safe, reasons[]}`. A line that cannot be read is told on standard error and gives no answer; exit code 1
 * then, 64 when no file is named.
 */
const args = process.argv.slice(2);
const pii = args.includes("--pii");
const [file, ...more] = args.filter((arg) => arg !== "--pii");
if (file === undefined || more.length > 0 || file.startsWith("--")) {
  process.stderr.write("usage: npm run -s safety:check -- FILE.jsonl [--pii]\n");
  process.exit(64);
}

// npm runs scripts in the repository's folder; the file is named from where the command was given.
const here = process.env.INIT_CWD ?? process.cwd();
try {
  const { answers, problems } = checkFile(readFileSync(resolve(here, file), "utf8"), loadCheckText(), {
    pii,
  });
  process.stdout.write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
  for (const problem of problems) process.stderr.write(`${file}:${problem}\n`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} catch (error) {
  const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
  process.stderr.write(`${file}: cannot be read (${reason})\n`);
  process.exitCode = 1;
}
