/**
 * What the console fills in when a canned text is used. Never her code name or anything of her: these texts belong to
 * the whole team, and a code name is for us alone.
 */
export const cannedVariables = ["saludo", "ejecutiva", "hora"] as const;
export type CannedVariable = (typeof cannedVariables)[number];

/** The text as it is sent. What is no variable stays as it was written. */
export function fillVariables(text: string, values: Record<CannedVariable, string>): string {
  return text.replace(/\{\s*([^{}]*?)\s*\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? values[name as CannedVariable] : whole,
  );
}

/** What stands in braces and is no variable: it would reach her as it is. */
export function unknownVariablesIn(text: string): string[] {
  const named = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => (name ?? "").trim());
  return named.filter((name) => !(cannedVariables as readonly string[]).includes(name));
}
