import { readFileSync } from "node:fs";
import { z } from "zod";
import { PlanInput } from "./plan-input.ts";

const Line = z.object({ id: z.string(), text: z.string(), safe: z.boolean(), plan: PlanInput.optional() });
export type LabelledText = z.infer<typeof Line>;

export type CorpusName = "development" | "test" | "held-out" | "written" | "further" | "pairs" | "inbound";

/** The labelled texts of `corpus/`, as its data card describes them. */
export function readCorpus(name: CorpusName): LabelledText[] {
  const file = new URL(`../../corpus/${name}.jsonl`, import.meta.url);
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Line.parse(JSON.parse(line)));
}
