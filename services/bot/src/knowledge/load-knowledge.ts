import { readdir, readFile } from "node:fs/promises";
import { type Knowledge, readKnowledge } from "./knowledge.ts";

/** The content that ships with the service. */
export const shippedContent = new URL("../../content/es-CL/", import.meta.url);

/** Reads the content of a locale from its folder. @throws KnowledgeWrong */
export async function loadKnowledge(folder: URL = shippedContent): Promise<Knowledge> {
  const names = (await readdir(folder)).filter((name) => /\.(md|yaml)$/.test(name));
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(new URL(name, folder), "utf8")] as const),
  );
  const locale = folder.pathname.split("/").filter(Boolean).at(-1) ?? "";
  return readKnowledge(locale, new Map(files));
}
