import type { Referral } from "./server.ts";

type LoopStep = { step: "consent" | "emergency" | "sent" | "received" | "result"; reached: boolean };

/** How far a referral has come, from what allowed it to what the service answered. */
export function loopOf({ basis, state }: Pick<Referral, "basis" | "state">): LoopStep[] {
  const heard = state === "received" || state === "attended" || state === "refused";
  return [
    { step: basis, reached: true },
    { step: "sent", reached: true },
    { step: "received", reached: heard },
    { step: "result", reached: isSettled({ state }) },
  ];
}

/** Whether nothing more is awaited from the service. */
export const isSettled = ({ state }: Pick<Referral, "state">): boolean =>
  state !== "made" && state !== "received";

/** What a service may have answered so far. */
export const answersTo = ({ state }: Pick<Referral, "state">) =>
  state === "made"
    ? (["received", "attended", "refused", "unreachable"] as const)
    : (["attended", "refused", "unreachable"] as const);

const halfAYear = 183 * 24 * 60 * 60 * 1000;

/** Whether a service was verified so long ago that one should call before giving it to her. */
export const isOldNews = (verifiedOn: string, now: number): boolean =>
  now - Date.parse(`${verifiedOn}T12:00:00Z`) > halfAYear;
