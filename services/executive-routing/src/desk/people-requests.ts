import { Instant, PersonId, StaffRole } from "@liss/contracts";
import { z } from "zod";

/** GET /api/people, supervisors: who may enter, and how the desk treats her. */
export const People = z.object({
  people: z.array(
    z.object({
      id: PersonId,
      name: z.string(),
      email: z.string(),
      role: StaffRole,
      active: z.boolean(),
      secondFactor: z.boolean().describe("She has enrolled a second factor"),
      linkUntil: Instant.nullable().describe("She was given a link and has not used it yet"),
      lastLoginAt: Instant.nullable(),
      capacity: z.number(),
      mayChoose: z.boolean(),
      team: z.string().nullable(),
      languages: z.array(z.string()),
      skills: z.array(z.string()),
    }),
  ),
});
export type People = z.infer<typeof People>;

/** POST /api/people, supervisors */
export const InvitePerson = z.object({
  name: z.string().trim().min(3).max(80),
  email: z.email().max(200),
  role: StaffRole,
});
export type InvitePerson = z.infer<typeof InvitePerson>;

/** POST /api/people/:id/role, supervisors */
export const ChangeRole = z.object({ role: StaffRole });

/** A link to give to her by a way that is only hers; it is shown this once. */
export const LinkMade = z.object({ personId: PersonId, url: z.string(), expiresAt: Instant });
export type LinkMade = z.infer<typeof LinkMade>;
