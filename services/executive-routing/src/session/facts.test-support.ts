import type { AssessedTier, Indicator } from "@liss/contracts";
import { v7 as uuidv7 } from "uuid";
import type { Assessment } from "./arrival.ts";
import { rested } from "./care.ts";
import type { SessionEvent } from "./events.ts";
import type { Claimant } from "./ownership.ts";

/** Invented people and moments that the tests of a session share. */
export const ana = "ana";
export const berta = "berta";
export const sessionId = uuidv7();
export const contactId = uuidv7();
export const firstMessageId = uuidv7();
export const delegationId = uuidv7();

/** Minutes after nine in the evening. */
export const at = (minutes: number, seconds = 0): string =>
  new Date(Date.UTC(2026, 10, 23, 21, minutes, seconds)).toISOString();

export const sessionOpened = (): SessionEvent => ({
  type: "session-opened",
  sessionId,
  contactId,
  codeName: "Rosa-41",
  firstMessageId,
  previousSessionId: null,
  at: at(0),
});

export const wrote = (messageId: string, minutes = 0): SessionEvent => ({
  type: "message-recorded",
  messageId,
  kind: "text",
  sentAt: at(minutes),
  at: at(minutes),
});

export const assessed = (
  messageId: string,
  tier: AssessedTier,
  indicators: Indicator[] = [],
): SessionEvent => ({
  type: "assessment-applied",
  messageId,
  tier,
  indicators,
  needsListening: false,
  medicalReferral: false,
  at: at(0, 1),
});

export const settled = (messageId: string, to: AssessedTier): SessionEvent => ({
  type: "tier-settled",
  to,
  messageId,
  indicators: [],
  at: at(0, 1),
});

export const claimedBy = (executiveId: string): SessionEvent => ({
  type: "session-claimed",
  executiveId,
  waitedMs: 1000,
  at: at(1),
});

export const delegatedToBot = (by: string, topics = ["denunciar"], until = at(31)): SessionEvent => ({
  type: "delegated",
  delegationId,
  executiveId: by,
  topics,
  expiresAt: until,
  at: at(1),
});

/** A conversation about information that Ana attends: nothing of danger so far. */
export const calmSessionOf = (executive: string): SessionEvent[] => [
  sessionOpened(),
  wrote(firstMessageId),
  assessed(firstMessageId, "information"),
  settled(firstMessageId, "information"),
  claimedBy(executive),
];

export const assessment = (
  messageId: string,
  facts: Partial<Assessment> & { tier: AssessedTier },
): Assessment => ({
  messageId,
  indicators: [],
  needsListening: false,
  medicalReferral: false,
  now: at(2),
  ...facts,
});

/** An executive with room, rested, who may choose. */
export const free = (id: string, facts: Partial<Claimant> = {}): Claimant => ({
  id,
  load: 0,
  capacity: 1,
  walled: false,
  mayChoose: true,
  care: { standing: rested, limits: { inARow: 2, perShift: 4 }, othersCanTake: false },
  ...facts,
});
