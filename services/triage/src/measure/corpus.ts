import { readFileSync } from "node:fs";
import { AssessedTier, Indicator } from "@liss/contracts";
import { z } from "zod";

const Message = z.object({ text: z.string(), at: z.iso.datetime({ offset: true }).optional() });

/** What a line says: one message, or a conversation with its times. */
export const Written = z.union([
  z.object({ id: z.string(), text: z.string() }),
  z.object({ id: z.string(), messages: z.array(Message).min(1) }),
]);
export type Written = z.infer<typeof Written>;

const label = {
  template: z.string().describe("The construction; no template is in both halves of the corpus"),
  tier: AssessedTier,
  indicators: z.array(Indicator),
  pair: z.string().optional().describe("Rows of one pair differ in what a trap turns on"),
  note: z.string().optional(),
};

/** A labelled line of the corpus. A conversation's label is that of the whole. */
export const Row = z.union([
  z.strictObject({ id: z.string(), text: z.string(), ...label }),
  z.strictObject({ id: z.string(), messages: z.array(Message).min(1), ...label }),
]);
export type Row = z.infer<typeof Row>;

/** Who wrote a line: what its identifier begins with. Source: the corpus's data card. */
export function authorOf({ id }: Pick<Row, "id">): string {
  return /^(?:[e-h][a-z-]|[a-z])/.exec(id)?.[0] ?? "";
}

/** @throws Error naming the line that is wrong. */
export function readLines<T>(file: URL | string, schema: z.ZodType<T>): T[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, number): T[] => {
    if (line.trim() === "") return [];
    const parsed = schema.safeParse(parsedJson(line));
    if (!parsed.success)
      throw new Error(
        `${String(file).split("/").at(-1)}, line ${number + 1}: ${z.prettifyError(parsed.error)}`,
      );
    return [parsed.data];
  });
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export const corpus = {
  development: new URL("../../corpus/development.jsonl", import.meta.url),
  test: new URL("../../corpus/test.jsonl", import.meta.url),
  validation: new URL("../../corpus/validation.jsonl", import.meta.url),
  plain: new URL("../../corpus/plain.jsonl", import.meta.url),
};
