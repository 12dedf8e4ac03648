import type { z } from "zod";
import { graphRefusal, type Refusal, refusal } from "./errors.ts";

/**
 * The first thing wrong with a body, in Meta's words: a missing parameter is 131008, a wrong value in an
 * interactive or template message 131009, and in anything else 100. The field is named as `text['body']`.
 */
export function refuseShape(body: unknown, issues: readonly z.core.$ZodIssue[]): Refusal {
  const [issue] = issues;
  if (!issue) return refusal(100, "Invalid parameter");
  const [first] = issue.path;
  const name = fieldName(issue.path);
  if (valueAt(body, issue.path) === undefined) {
    return first === "messaging_product"
      ? graphRefusal(100, "(#100) The parameter messaging_product is required.")
      : refusal(131008, `Parameter ${name} is required.`);
  }
  const wrong = `Param ${name} ${complaint(issue)}`;
  return first === "interactive" || first === "template" || first === "context"
    ? refusal(131009, wrong)
    : refusal(100, wrong);
}

/** `interactive['action']['buttons'][0]['reply']['title']` */
function fieldName(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path;
  return (
    String(first ?? "body") +
    rest.map((key) => (typeof key === "number" ? `[${key}]` : `['${String(key)}']`)).join("")
  );
}

function complaint(issue: z.core.$ZodIssue): string {
  const unit = (origin: string) => (origin === "string" ? "characters long" : "items long");
  switch (issue.code) {
    case "too_big":
      return issue.origin === "number"
        ? `must be at most ${issue.maximum}.`
        : `must be at most ${issue.maximum} ${unit(issue.origin)}.`;
    case "too_small":
      return issue.origin === "number"
        ? `must be at least ${issue.minimum}.`
        : `must be at least ${issue.minimum} ${unit(issue.origin)}.`;
    case "invalid_value":
      return `must be one of {${issue.values.map(String).join(", ")}}.`;
    case "invalid_type":
      return `must be a ${issue.expected}.`;
    default:
      return `is not valid: ${issue.message}.`;
  }
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
