import { z } from "zod";

/**
 * The schema of a record with hundreds of thousands of entries, for which zod's own takes a second at each start. The
 * issue names the first entry that is wrong.
 * @param expected what each entry is, for who has to mend the file: "a number"
 */
export function weightRecord<Value>(isValue: (value: unknown) => value is Value, expected: string) {
  return z.unknown().transform((input, context): Readonly<Record<string, Value>> => {
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      context.issues.push({ code: "custom", message: "is no record of features", input });
      return z.NEVER;
    }
    for (const [feature, value] of Object.entries(input))
      if (!isValue(value)) {
        context.issues.push({ code: "custom", message: `is not ${expected}`, path: [feature], input: value });
        return z.NEVER;
      }
    return input as Record<string, Value>;
  });
}
