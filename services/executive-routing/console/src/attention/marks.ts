import type { SessionCard } from "@liss/executive-routing/desk-api";

export type Mark =
  | { kind: "third-party" | "minor" | "aggressor-probing" | "returned" | "reopened" }
  | { kind: "held"; until: string }
  | { kind: "needs"; needs: string };

const gravest = ["aggressor-probing", "minor", "third-party"] as const satisfies SessionCard["marks"];

/** Who is probably writing, as a person marked it; what warns first. */
export const whoMarksOf = ({ marks }: Pick<SessionCard, "marks">): Mark[] =>
  gravest.filter((mark) => marks.includes(mark)).map((kind) => ({ kind }));

/** What is worth knowing of somebody before she is taken, what warns first. */
export function marksOf(card: Pick<SessionCard, "marks" | "continuation" | "heldUntil" | "needs">): Mark[] {
  const { continuation, heldUntil, needs } = card;
  return [
    ...whoMarksOf(card),
    ...(continuation ? [{ kind: continuation } as const] : []),
    ...(needs.length > 0 ? [{ kind: "needs", needs: needs.join(", ") } as const] : []),
    ...(heldUntil ? [{ kind: "held", until: heldUntil } as const] : []),
  ];
}
