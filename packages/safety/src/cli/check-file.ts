import { z } from "zod";
import type { CheckText, TextCheck } from "../check/check-text.ts";
import { PlanInput } from "./plan-input.ts";

const Line = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  plan: PlanInput.nullish(),
});

type Answer = TextCheck & { id: string | number };

/** An answer for each line that can be read; for the others "12: text: Invalid input…", empty lines let be. */
export function checkFile(
  contents: string,
  checkText: CheckText,
  options: { pii: boolean },
): { answers: Answer[]; problems: string[] } {
  const answers: Answer[] = [];
  const problems: string[] = [];
  for (const [at, line] of contents
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === "") continue;
    const parsed = Line.safeParse(parse(line));
    if (parsed.success) {
      const { id, text, plan } = parsed.data;
      answers.push({ id, ...checkText(text, plan ?? undefined, options) });
    } else {
      const [issue] = parsed.error.issues;
      problems.push(
        `${at + 1}: ${issue?.path.join(".") || "not a JSON object"}: ${issue?.message ?? "wrong"}`,
      );
    }
  }
  return { answers, problems };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
