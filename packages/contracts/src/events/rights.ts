import { z } from "zod";
import { event } from "../event.ts";
import { Instant, PersonId } from "../values.ts";

const routing = (summary: string) => ({
  sources: ["executive-routing"] as const,
  consumers: [] as const,
  summary,
});

/** What a person may ask of whoever keeps her data. Source: domain.md §4 (Ley 21.719, arts. 5–11). */
export const rightsKinds = [
  "access",
  "rectification",
  "erasure",
  "opposition",
  "portability",
  "blocking",
] as const;
export type RightsKind = (typeof rightsKinds)[number];

/** Why the law lets a request be refused, wholly or in part. Chosen, not written. */
export const refusalReasons = [
  "not-identified",
  "public-function",
  "legal-obligation",
  "legal-claims",
  "others-rights",
  "nothing-kept",
] as const;

const requestId = z.uuid();

export const RightsRequested = event(
  "routing.rights-requested",
  1,
  routing("She asked for one of her rights over her data"),
  { requestId, kind: z.enum(rightsKinds), personId: PersonId, dueAt: Instant },
);

/** Whether the word that she said is the one agreed with her; never the word. */
export const RightsIdentityChecked = event(
  "routing.rights-identity-checked",
  1,
  routing("The agreed word of whoever asked for her rights was checked"),
  { requestId, personId: PersonId, matches: z.boolean() },
);

export const RightsExtended = event(
  "routing.rights-extended",
  1,
  routing("The time to answer a request about her data was extended, which may be done once"),
  { requestId, personId: PersonId, dueAt: Instant },
);

export const RightsAnswered = event(
  "routing.rights-answered",
  1,
  routing("A request about her data was answered"),
  {
    requestId,
    kind: z.enum(rightsKinds),
    personId: PersonId,
    outcome: z.enum(["granted", "refused"]),
    legalReason: z.enum(refusalReasons).optional(),
  },
);

export const RightsExported = event(
  "routing.rights-exported",
  1,
  routing("What is kept about her was put together for her to read"),
  { requestId, personId: PersonId, messages: z.number().int().nonnegative() },
);
