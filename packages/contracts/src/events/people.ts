import { z } from "zod";
import { event } from "../event.ts";
import { PersonId, StaffRole } from "../values.ts";

/** What a supervisor may change about who works here. */
export const personChanges = [
  "invited",
  "role-changed",
  "recovery-link-made",
  "deactivated",
  "reactivated",
] as const;

/** Who works here changed, by a supervisor's hand. Never a name, an email or a link. */
export const PersonChanged = event(
  "access.person-changed",
  1,
  {
    sources: ["executive-routing"],
    consumers: [],
    summary: "A supervisor invited, changed, let back in or deactivated a member of staff",
  },
  {
    personId: PersonId.describe("Who did it"),
    about: PersonId.describe("Whom it is about"),
    change: z.enum(personChanges),
    role: StaffRole.describe("The role of the person it is about, from now on"),
  },
);

export const factorChanges = [
  "code-enrolled",
  "recovery-codes-made",
  "password-set",
  "passkey-added",
  "passkey-removed",
] as const;

/** A person changed with what she enters; never a secret. */
export const FactorChanged = event(
  "access.factor-changed",
  1,
  {
    sources: ["executive-routing", "audit"],
    consumers: [],
    summary: "A member of staff set a password, enrolled a second factor or changed her passkeys",
  },
  { personId: PersonId, what: z.enum(factorChanges), application: z.enum(["console", "explorer"]) },
);
