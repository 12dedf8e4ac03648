import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { interpretFile } from "./interpret-file.ts";

/**
 * `npm run -s whatsapp:interpret -- FILE…`: what each webhook body in the files says, one JSON object a line.
 * No server, no database. Exit code 1 when a file cannot be read, 64 when none is named; otherwise 0, whatever the
 * files hold.
 */
const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write("usage: npm run -s whatsapp:interpret -- FILE…\n");
  process.exit(64);
}

// npm runs scripts in the repository's folder; the files are named from where the command was given.
const here = process.env.INIT_CWD ?? process.cwd();
let unreadable = 0;
for (const file of files) {
  const bytes = read(file);
  if (bytes === undefined) continue;
  let lines = "";
  for (const line of interpretFile(file, bytes)) lines += `${JSON.stringify(line)}\n`;
  process.stdout.write(lines);
}
process.exitCode = unreadable > 0 ? 1 : 0;

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(resolve(here, file));
  } catch (error) {
    unreadable += 1;
    process.stderr.write(`${file}: ${(error as NodeJS.ErrnoException).code ?? "cannot be read"}\n`);
    return undefined;
  }
}
