import { z } from "zod";
import { event } from "../event.ts";
import { Instant, PersonId } from "../values.ts";

const routing = (summary: string) => ({
  sources: ["executive-routing"] as const,
  consumers: [] as const,
  summary,
});

/** `gone` is said by the software; the rest by the person. `no-emergencies` is the one-tap "take me off": no reason. */
export const presences = [
  "here",
  "away",
  "break",
  "gone",
  "off",
  "no-emergencies",
  "emergencies-again",
] as const;

export const PresenceChanged = event(
  "routing.presence-changed",
  1,
  routing("A member of staff came, went, took a break or wants no emergencies for now"),
  { personId: PersonId, state: z.enum(presences) },
);

export const careLimits = ["in-a-row", "per-shift", "pause", "taken-off"] as const;

/** The limits that care for the team gave way to an emergency that nobody else could take. */
export const CareLimitYielded = event(
  "routing.care-limit-yielded",
  1,
  routing("An executive took an emergency beyond what cares for her, because nobody else could"),
  { executiveId: PersonId, limit: z.enum(careLimits) },
);

/** Whose shifts somebody looked back on, and which stretch of time. */
export const ShiftHistoryRead = event(
  "routing.shift-history-read",
  1,
  routing("A person looked at what a shift was"),
  {
    personId: PersonId,
    about: z.enum(["team", "self"]),
    people: z.number().int().nonnegative(),
    from: Instant,
    to: Instant,
  },
);

/** Which rules of the desk a supervisor changed; the names, not the values. */
export const PolicyChanged = event(
  "routing.policy-changed",
  1,
  routing("A supervisor changed how the desk works"),
  { personId: PersonId, names: z.array(z.string().max(60)).min(1) },
);

/** What a supervisor may change about what somebody is at the desk. */
export const colleagueTraits = ["capacity", "mayChoose", "team", "languages", "skills"] as const;

/**
 * Of whom, and what about her. The team itself too, since it decides whose conversations a supervisor may read; of the
 * rest the names.
 */
export const ColleagueChanged = event(
  "routing.colleague-changed",
  1,
  routing("A supervisor changed what somebody is at the desk: her team, her capacity, what she can do"),
  {
    personId: PersonId.describe("Who did it"),
    about: PersonId.describe("Whom it is about"),
    names: z.array(z.enum(colleagueTraits)).min(1),
    team: z
      .string()
      .max(60)
      .nullable()
      .optional()
      .describe("Her team from now on, null for none; absent when it stays as it was"),
  },
);

/** From now on the desk gives her the next one by itself, or no longer. */
export const ReadinessChanged = event(
  "routing.readiness-changed",
  1,
  routing("A member of staff said that she is ready for the next one, or no longer"),
  { personId: PersonId, ready: z.boolean() },
);
