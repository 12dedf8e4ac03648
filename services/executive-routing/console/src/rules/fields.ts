import type { Policy } from "@liss/executive-routing/desk-api";
import { type Bounds, policyBounds } from "@liss/executive-routing/policy-bounds";

type All = typeof policyBounds;
/** A number of the policy by its path: `offerSeconds`, `care.inARow`. */
export type NumberName = {
  [Name in keyof All]: All[Name] extends Bounds ? Name : `${Name}.${keyof All[Name] & string}`;
}[keyof All];

/** Minutes may be parts of one: up to three digits after the comma. */
const number = new Intl.NumberFormat("es-CL", { maximumFractionDigits: 3 });

const isBounds = (value: object): value is Bounds => "min" in value;
const bounds = Object.fromEntries(
  Object.entries(policyBounds).flatMap(([name, value]: [string, object]): [string, Bounds][] =>
    isBounds(value)
      ? [[name, value]]
      : Object.entries(value as Record<string, Bounds>).map(([part, of]) => [`${name}.${part}`, of]),
  ),
) as Record<NumberName, Bounds>;
const names = Object.keys(bounds) as NumberName[];

/** The numbers as text, so that half-written ones stay as they are. */
export type NumberDraft = Record<NumberName, string>;

type Part = number | { [part: string]: number };
const partOf = (policy: Policy, name: string): Part =>
  (policy as unknown as { [name: string]: Part })[name] ?? 0;

/** The numbers of a policy as a person would write them. */
export const draftOf = (policy: Policy): NumberDraft =>
  Object.fromEntries(
    names.map((name) => {
      const [group = "", part = ""] = name.split(".");
      const value = partOf(policy, group);
      return [name, number.format(typeof value === "number" ? value : (value[part] ?? 0))];
    }),
  ) as NumberDraft;

/** What is wrong with a number, for a sentence of the catalogue. */
export type NumberProblem = { code: "unreadable" | "whole" | "outside"; min: string; max: string };

/** `0,5` as well as `0.5`; `1.440` is a thousand, as in Chile. null when it is no number. */
export function numberOf(text: string): number | null {
  const written = text.trim();
  if (/^[1-9]\d{0,2}(\.\d{3})+$/.test(written)) return Number(written.replaceAll(".", ""));
  return /^\d+([.,]\d+)?$/.test(written) ? Number(written.replace(",", ".")) : null;
}

/** What is wrong with what stands in a field; null when nothing is. */
export function problemWith(name: NumberName, text: string): NumberProblem | null {
  const { min, max, whole } = bounds[name];
  const said = { min: number.format(min), max: number.format(max) };
  const value = numberOf(text);
  if (value === null) return { code: "unreadable", ...said };
  if (whole && !Number.isInteger(value)) return { code: "whole", ...said };
  return value < min || value > max ? { code: "outside", ...said } : null;
}

/**
 * What a draft changes, by the policy's own names: what is left as it is does not travel, so that two supervisors
 * change two things at once. null while a number cannot be read.
 */
export function changeOf(draft: NumberDraft, given: Policy): Partial<Policy> | null {
  if (names.some((name) => problemWith(name, draft[name]) !== null)) return null;
  const before = draftOf(given);
  const change: { [name: string]: Part } = {};
  for (const name of names) {
    if (draft[name].trim() === before[name]) continue;
    const value = numberOf(draft[name]) ?? 0;
    const [group = "", part] = name.split(".");
    const whole = change[group] ?? partOf(given, group);
    change[group] = part === undefined || typeof whole === "number" ? value : { ...whole, [part]: value };
  }
  return change as Partial<Policy>;
}
