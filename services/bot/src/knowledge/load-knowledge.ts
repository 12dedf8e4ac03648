import { readdir, readFile } from "node:fs/promises";
import { type Knowledge, readKnowledge } from "./knowledge.ts";

/** The content that ships with the service. */
export const shippedContent = new URL("../../content/es-CL/", import.meta.url);

/** What examples taught of danger and of topics; learned, not written, and so not among the content. */
export const learnedModels = {
  danger: new URL("../../model/danger.json", import.meta.url),
  topics: new URL("../../model/topics.json", import.meta.url),
};

/** The files of a locale, name → text. */
export async function contentFiles(folder: URL = shippedContent): Promise<Map<string, string>> {
  const names = (await readdir(folder)).filter((name) => /\.(md|yaml|csv)$/.test(name));
  const files = [
    ...names.map((name) => [name, new URL(name, folder)] as const),
    ...Object.entries(learnedModels).map(([name, file]) => [`${name}.json`, file] as const),
  ];
  return new Map(
    await Promise.all(files.map(async ([name, file]) => [name, await readFile(file, "utf8")] as const)),
  );
}

/**
 * Reads the content of a locale from its folder.
 * @param lastGood what was served before, for files that are broken now.
 * @throws KnowledgeWrong
 */
export async function loadKnowledge(
  folder: URL = shippedContent,
  lastGood?: ReadonlyMap<string, string>,
): Promise<Knowledge> {
  return readKnowledge(localeOf(folder), await contentFiles(folder), lastGood);
}

/** `…/content/es-CL/` → `es-CL`. */
export function localeOf(folder: URL): string {
  return folder.pathname.split("/").filter(Boolean).at(-1) ?? "";
}
