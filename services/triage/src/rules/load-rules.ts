import { readdir, readFile } from "node:fs/promises";
import { parse } from "yaml";
import { compileRules, type Rules, RulesWrong } from "../assess/compile-rules.ts";

/** The rules that ship with the service: a folder of YAML files, each about one subject. */
export const shippedRules = new URL("../../rules/es-CL/", import.meta.url);

/**
 * Reads, checks and prepares a rule set.
 * @throws RulesWrong naming every rule that is wrong.
 */
export async function loadRules(folder: URL = shippedRules): Promise<Rules> {
  try {
    return compileRules(await readRuleFiles(folder));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RulesWrong(`The rule set ${folder.pathname.split("/").at(-2)} is refused:\n${why}`);
  }
}

/**
 * The files of a rule set put together, unchecked: lists are joined, and no two files may say the same thing.
 * @throws RulesWrong when a file is no YAML, or two of them have the same section that is no list.
 */
export async function readRuleFiles(folder: URL): Promise<Record<string, unknown>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  const data: Record<string, unknown> = {};
  for (const name of names) {
    const file: unknown = parse(await readFile(new URL(name, folder), "utf8"));
    for (const [section, content] of Object.entries(file ?? {})) {
      const before = data[section];
      if (before === undefined) data[section] = content;
      else if (Array.isArray(before) && Array.isArray(content)) data[section] = [...before, ...content];
      else throw new RulesWrong(`${name}: ${section} is already in another file`);
    }
  }
  return data;
}
