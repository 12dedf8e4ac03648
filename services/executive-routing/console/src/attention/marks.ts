import type { SessionCard } from "@liss/executive-routing/desk-api";

export type Mark =
  | { kind: "third-party" | "minor" | "aggressor-probing" | "returned" | "reopened" }
  | { kind: "held"; until: string }
  | { kind: "needs"; needs: string };

/** What is worth knowing of somebody before she is taken, what warns first. */
export function marksOf({
  marks,
  continuation,
  heldUntil,
  needs,
}: Pick<SessionCard, "marks" | "continuation" | "heldUntil" | "needs">): Mark[] {
  const order = ["aggressor-probing", "minor", "third-party"] as const;
  return [
    ...order.filter((mark) => marks.includes(mark)).map((kind): Mark => ({ kind })),
    ...(continuation ? [{ kind: continuation } as const] : []),
    ...(needs.length > 0 ? [{ kind: "needs", needs: needs.join(", ") } as const] : []),
    ...(heldUntil ? [{ kind: "held", until: heldUntil } as const] : []),
  ];
}
