import { readdir, readFile } from "node:fs/promises";
import { parse } from "yaml";
import { compileRules, type Rules, RulesWrong } from "../assess/compile-rules.ts";
import { Model } from "../assess/model.ts";

/** The rules that ship with the service: a folder of YAML files, each about one subject. */
export const shippedRules = new URL("../../rules/es-CL/", import.meta.url);

/** What the project's corpus taught beyond them; `pnpm --filter @liss/triage learn` makes it. */
export const shippedModel = new URL("../../model/es-CL.json", import.meta.url);

async function loadModel(file: URL): Promise<Model> {
  return Model.parse(JSON.parse(await readFile(file, "utf8")));
}

/**
 * Reads, checks and prepares a rule set.
 * @param model null for the rules alone
 * @throws RulesWrong naming every rule that is wrong.
 */
export async function loadRules(
  folder: URL = shippedRules,
  model: URL | null = shippedModel,
): Promise<Rules> {
  try {
    return compileRules(await readRuleFiles(folder), model ? await loadModel(model) : undefined);
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
