import { z } from "zod";
import { event } from "../event.ts";
import { Instant, PersonId } from "../values.ts";

const routing = (summary: string) => ({
  sources: ["executive-routing"] as const,
  consumers: [] as const,
  summary,
});

export const calledServices = ["carabineros", "pdi", "samu", "bomberos", "other", "none"] as const;
export const yesNoUnknown = ["yes", "no", "unknown"] as const;

/** The record opens by itself with the tier, or by hand. From here on it needs an outcome. Source: invariant 6. */
export const EmergencyOpened = event(
  "routing.emergency-opened",
  1,
  routing("An emergency record was opened by hand"),
  { personId: PersonId },
);

/** What is known of the situation, as codes; the place is sealed in the desk's database. */
export const EmergencyDetailed = event(
  "routing.emergency-detailed",
  1,
  routing("The executive wrote what is known of the emergency"),
  {
    personId: PersonId,
    children: z.enum(yesNoUnknown),
    weapons: z.enum(yesNoUnknown),
    injuries: z.enum(yesNoUnknown),
    safeToCall: z.enum(yesNoUnknown),
  },
);

export const EmergencyStepTaken = event(
  "routing.emergency-step-taken",
  1,
  routing("Somebody was told of the emergency"),
  {
    personId: PersonId,
    stepId: z.uuid(),
    service: z.enum(calledServices).exclude(["none"]),
    toldAt: Instant,
    procedureNumber: z.string().max(40).nullable(),
  },
);
