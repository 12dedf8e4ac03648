import { readdirSync, readFileSync } from "node:fs";
import { NetworkFile } from "@liss/classifier";
import { parse } from "yaml";
import type { z } from "zod";
import {
  DisguiseFile,
  FieldFile,
  HarmlessFile,
  type Lexicon,
  ListFile,
  RuleFile,
  WeightFile,
} from "./lexicon.ts";

/** A file of the lexicon or of the content cannot be used; the message names the file and what is wrong in it. */
export class ContentWrong extends Error {
  override name = "ContentWrong";
}

const shipped = new URL("../../lexicon/es-CL/", import.meta.url);

/** Reads the lexicon that ships with the package, once, at the start. @throws ContentWrong */
export function loadLexicon(folder: URL = shipped): Lexicon {
  const rules = readdirSync(new URL("rules/", folder))
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => readContent(new URL(`rules/${name}`, folder), RuleFile).rules);
  return {
    lists: readContent(new URL("lists.yaml", folder), ListFile).lists,
    rules,
    fields: readContent(new URL("fields.yaml", folder), FieldFile).fields,
    weights: readContent(new URL("weights.json", folder), WeightFile),
    network: readContent(new URL("network.json", folder), NetworkFile),
    harmless: readContent(new URL("harmless.yaml", folder), HarmlessFile).harmless,
    disguise: readContent(new URL("disguise.yaml", folder), DisguiseFile),
  };
}

/** One file of content, as its schema says. @throws ContentWrong */
export function readContent<Schema extends z.ZodType>(file: URL, schema: Schema): z.infer<Schema> {
  const name = file.pathname.split("/").slice(-2).join("/");
  let data: unknown;
  try {
    const text = readFileSync(file, "utf8");
    data = name.endsWith(".json") ? JSON.parse(text) : parse(text);
  } catch (error) {
    throw new ContentWrong(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new ContentWrong(
    parsed.error.issues.map((issue) => `${name}: ${issue.path.join(".")}: ${issue.message}`).join("\n"),
  );
}
