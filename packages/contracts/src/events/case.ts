import { z } from "zod";
import { event } from "../event.ts";
import { Classification, Instant, PersonId } from "../values.ts";

const routing = (summary: string) => ({
  sources: ["executive-routing"] as const,
  consumers: [] as const,
  summary,
});

/** Kept back from the queue for a while; danger ends it at once. Source: invariant 2. */
export const SessionHeld = event(
  "routing.session-held",
  1,
  routing("A session is kept back from the queue for a while"),
  { personId: PersonId.nullable(), cause: z.enum(["block", "supervisor"]), until: Instant },
);

export const holdEndings = ["expired", "by-person", "not-assessed"] as const;

export const HoldEnded = event(
  "routing.hold-ended",
  1,
  routing("A session kept back waits in the queue again"),
  {
    reason: z.enum(holdEndings),
  },
);

export const blockReasons = ["insults", "sexual", "spam", "joke"] as const;

/** Her messages are still recorded and assessed; only danger brings them before a person meanwhile. */
export const ContactBlocked = event(
  "routing.contact-blocked",
  1,
  routing("A contact who abuses the channel does not reach the queue for a while"),
  { personId: PersonId, reason: z.enum(blockReasons), until: Instant },
);

export const blockLiftReasons = ["mistaken", "enough", "perhaps-in-danger"] as const;

/** What she writes from then on waits as anybody's does; who was kept back because of it waits at once. */
export const BlockLifted = event(
  "routing.block-lifted",
  1,
  routing("A supervisor ended a block before its time"),
  { personId: PersonId, reason: z.enum(blockLiftReasons) },
);

export const glassReasons = ["emergency", "complaint", "quality", "continuity", "legal"] as const;

/** Somebody read a conversation that is not hers to read, with a reason; supervisors are told at once. */
export const GlassBroken = event(
  "routing.glass-broken",
  1,
  routing("A person opened a conversation that was not hers to open, with a reason"),
  { personId: PersonId, reason: z.enum(glassReasons), until: Instant },
);

/** She knows the contact, who from now on does not exist for her. */
export const WallDeclared = event(
  "routing.wall-declared",
  1,
  routing("A member of staff declared that she knows a contact"),
  { personId: PersonId },
);

export const wallEndReasons = ["mistaken", "tie-ended", "reviewed"] as const;

/** `about` declared it; somebody else ended it: nobody ends her own. */
export const WallEnded = event(
  "routing.wall-ended",
  1,
  routing("A supervisor ended a declaration that a member of staff knows a contact"),
  { personId: PersonId, about: PersonId, reason: z.enum(wallEndReasons) },
);

export const NeedsSet = event(
  "routing.needs-set",
  1,
  routing("A person said which language or skill a session needs"),
  { personId: PersonId, needs: z.array(z.string().max(40)).max(10) },
);

/** Which facts of the case changed; never what they say. */
export const FactsChanged = event("routing.facts-changed", 1, routing("A person changed facts of the case"), {
  personId: PersonId,
  fields: z.array(z.string().max(60)).min(1).max(60),
});

export const referralKinds = [
  "women-centre",
  "prosecutor",
  "police",
  "health",
  "legal-aid",
  "shelter",
  "psychosocial",
  "other",
] as const;
export const referralPurposes = ["share-contact", "share-story", "share-risk", "share-children"] as const;

/** Only with her consent, purpose by purpose, or as an emergency, which then has its reason. Source: domain.md §3.10. */
export const ReferralMade = event("routing.referral-made", 1, routing("She was referred to a service"), {
  personId: PersonId,
  referralId: z.uuid(),
  kind: z.enum(referralKinds),
  basis: z.enum(["consent", "emergency"]),
  purposes: z.array(z.enum(referralPurposes)),
});

export const referralStates = ["received", "attended", "refused", "unreachable"] as const;

export const ReferralSettled = event(
  "routing.referral-settled",
  1,
  routing("A service answered what became of a referral"),
  { personId: PersonId, referralId: z.uuid(), state: z.enum(referralStates) },
);

export const otherChannels = ["phone", "in-person", "mail", "other-service"] as const;

export const AttentionEntered = event(
  "routing.attention-entered",
  1,
  routing("An attention by another channel was entered by hand"),
  { personId: PersonId, channel: z.enum(otherChannels), classification: Classification, attendedAt: Instant },
);

/** What an executive promised herself to look after again, and that she has. The woman is not reminded of anything. */
export const FollowUpChanged = event(
  "routing.follow-up-changed",
  1,
  routing("A person wants to look after a session again at a time, or has done so"),
  {
    personId: PersonId,
    followUpId: z.uuid(),
    change: z.enum(["set", "done"]),
    dueAt: Instant,
  },
);
