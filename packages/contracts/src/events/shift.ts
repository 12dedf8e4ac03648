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
