import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

/** The first argument of a command, as a file named from where the person stands; ends with the usage when absent. */
export function fileArgument(usage: string): string {
  const file = process.argv.slice(2).find((argument) => argument !== "--");
  if (file !== undefined) return resolve(process.env.INIT_CWD ?? ".", file);
  console.error(`usage: ${usage}`);
  process.exit(2);
}

/** The lines of a JSON Lines file, parsed; an empty line is none. @throws Error that names the line */
export async function jsonLines(file: string | URL): Promise<unknown[]> {
  const lines = (await readFile(file, "utf8")).split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      throw new Error(`line ${index + 1} is no JSON`);
    }
  });
}
