import type { SessionCard } from "@liss/executive-routing/desk-api";
import type { Fact, FieldName } from "./server.ts";

export const sections = ["contact", "person", "home", "aggressor", "legal"] as const;
type Section = (typeof sections)[number];

/** What whoever attends her next needs first, in the order in which it is worth asking. */
const first = [
  "contact.called",
  "contact.safe-hours",
  "home.commune",
  "home.children",
  "home.lives-with-him",
  "aggressor.relation",
  "aggressor.weapons",
  "legal.measures",
] as const satisfies FieldName[];

/** The case in few words: what is known of what matters first, what is missing of it, and how much is written at all. */
export function inShort(facts: readonly Fact[]): { known: Fact[]; missing: FieldName[]; written: number } {
  const asked = first.flatMap((name) => facts.find(({ field }) => field === name) ?? []);
  return {
    known: asked.filter(({ value }) => value !== null),
    // What was destroyed was known once; it is not for asking again.
    missing: asked.filter((fact) => !isWritten(fact)).map(({ field }) => field),
    written: facts.filter(isWritten).length,
  };
}

/** Somebody wrote it, even if it was destroyed since. */
const isWritten = ({ byName }: Fact): boolean => byName !== null;

/** The facts of a section, in the server's order. */
export const factsOf = (facts: readonly Fact[], section: Section): Fact[] =>
  facts.filter(({ field }) => field.startsWith(`${section}.`));

/** What she wrote and has not saved, by field. */
export type Unsaved = Partial<Record<FieldName, string>>;

export type ReadOnly = { why: "waiting" | "closed" | "some" } | { why: "others"; name: string };

/** Why she may not change what is written; null when she may change all of it. */
export function whyReadOnly(
  facts: readonly Fact[],
  card: Pick<SessionCard, "status" | "owner">,
): ReadOnly | null {
  if (facts.every(({ mayChange }) => mayChange)) return null;
  if (facts.some(({ mayChange }) => mayChange)) return { why: "some" };
  if (card.status === "closed") return { why: "closed" };
  return card.owner ? { why: "others", name: card.owner.name } : { why: "waiting" };
}
