import type { TakenBackGround, TakenBackPolicy } from "@liss/contracts";
import type { Session } from "../session/session.ts";

export type Settlement = { outcome: "kept-sealed" | "destroyed"; ground: TakenBackGround };

/**
 * Whether a message that she took back is kept sealed, and why: for a court or a prosecutor who had the conversation
 * kept; for the rights she may want to defend with it; for her life while she may be in danger; or not, because she
 * wanted it gone. Source: docs/adr/0033, Ley 21.719 arts. 3, 7 and 16.
 */
export function settlementOf(
  policy: TakenBackPolicy,
  { held, danger }: { held: boolean; danger: boolean },
): Settlement {
  if (held) return { outcome: "kept-sealed", ground: "legal-hold" };
  if (policy === "keep-sealed") return { outcome: "kept-sealed", ground: "defence-of-rights" };
  if (policy === "keep-in-danger" && danger) return { outcome: "kept-sealed", ground: "vital-interest" };
  return { outcome: "destroyed", ground: "her-will" };
}

/** Danger was seen in this conversation, or it may be somebody else who takes her words back. */
export function isDangerous(session: Session): boolean {
  const grave: (string | null)[] = ["imminent", "high"];
  return (
    grave.includes(session.tier) ||
    grave.includes(session.assessed) ||
    session.emergency !== null ||
    session.emergencyFile !== null ||
    session.identityDoubt !== null ||
    session.marks.includes("aggressor-probing")
  );
}
