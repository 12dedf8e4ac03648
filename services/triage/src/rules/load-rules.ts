import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { compileRules, type Rules, RulesWrong } from "../assess/compile-rules.ts";

/** The rules that ship with the service. */
export const shippedRules = new URL("../../rules/es-CL.yaml", import.meta.url);

/**
 * Reads, checks and prepares a rule set.
 * @throws RulesWrong naming the file and every rule in it that is wrong.
 */
export async function loadRules(file: URL | string = shippedRules): Promise<Rules> {
  const text = await readFile(file, "utf8");
  const name = String(file).split("/").at(-1);
  try {
    return compileRules(parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RulesWrong(`The rule set ${name} is refused:\n${why}`);
  }
}
