import { Actor, Instant, Tier } from "@liss/contracts";
import { z } from "zod";
import { REPORT_FORMAT, type Report, UNUSUAL } from "../report/report.ts";

/**
 * What the auditor's API says and hears. The service answers with it and the explorer reads with it.
 * Hashes are lower-case hexadecimal; instants are UTC with milliseconds; indexes count from 0.
 */
const Index = z.number().int().nonnegative();
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const OpenInstant = z.iso.datetime({ offset: true });

export const Named = z.object({ id: z.string(), name: z.string(), role: z.string() });
export type Named = z.infer<typeof Named>;

/** GET /api/me: who asks, and the people whose names the record mentions. */
export const Me = z.object({ person: Named, people: z.array(Named) });
export type Me = z.infer<typeof Me>;

/**
 * What an entry says, without anything of the conversation. The explorer computes it again from the entry's bytes
 * when it verifies, so that what is shown is what was hashed.
 */
export const Facts = z.object({
  index: Index,
  subject: z.string(),
  type: z.string().nullable().describe("Null when the event could not be read; see `problem`"),
  eventId: z.string().nullable(),
  source: z.string().nullable(),
  actor: Actor.nullable(),
  occurredAt: Instant.nullable(),
  receivedAt: Instant,
  streamSequence: Index,
  sessionId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()).describe("The event's data without what is sealed"),
  problem: z.enum(["not-json", "unknown-event", "invalid"]).nullable(),
  incident: z.object({ code: z.literal("event-id-reused"), firstIndex: Index }).nullable(),
});
export type Facts = z.infer<typeof Facts>;

/** An entry: what it says, the name of who did it, its hash in the tree and its bytes as text. */
export const Step = Facts.extend({
  actorName: z.string().nullable(),
  leafHash: Hash,
  entry: z.string().describe("The canonical JSON that was hashed, byte for byte"),
});
export type Step = z.infer<typeof Step>;

export const SessionRow = z.object({
  sessionId: z.string(),
  codeName: z.string(),
  openedAt: Instant,
  claimedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  classification: z.string().nullable(),
  tier: Tier.nullable().describe("The tier it has now, or had when it was closed"),
  people: z.array(Named).describe("Staff who did more in it than look, in order of appearance"),
  entries: z.number().int().describe("What happened in it; looks of auditors are not counted"),
});
export type SessionRow = z.infer<typeof SessionRow>;

/** GET /api/sessions?… — newest first; `before` is the `next` of the page before. */
export const SessionQuery = z.object({
  text: z.string().trim().max(100).optional().describe("Code name, or the session's id"),
  person: z.string().max(64).optional().describe("Id of somebody who did something in the session"),
  type: z.string().max(80).optional().describe("A type of event that the session has"),
  tier: Tier.optional(),
  from: OpenInstant.optional().describe("Opened at or after"),
  to: OpenInstant.optional().describe("Opened before"),
  before: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SessionQuery = z.infer<typeof SessionQuery>;
export const SessionList = z.object({ sessions: z.array(SessionRow), next: Index.nullable() });
export type SessionList = z.infer<typeof SessionList>;

/** GET /api/sessions/:id */
export const SessionLife = z.object({ session: SessionRow, steps: z.array(Step) });
export type SessionLife = z.infer<typeof SessionLife>;

/** GET /api/unattached: entries about a session that never opened, and about no message of another. */
export const Unattached = z.object({ steps: z.array(Step) });
export type Unattached = z.infer<typeof Unattached>;

/** GET /api/checkpoint: the newest C2SP signed note. Its key: GET /log-key. */
export const SignedCheckpoint = z.object({ size: Index, note: z.string() });
export type SignedCheckpoint = z.infer<typeof SignedCheckpoint>;

/** GET /api/entries/:index/inclusion */
export const Inclusion = z.object({ index: Index, proof: z.array(Hash), checkpoint: SignedCheckpoint });
export type Inclusion = z.infer<typeof Inclusion>;

/** GET /api/sessions/:id/inclusion: all entries of a session under one checkpoint. */
export const SessionInclusion = z.object({
  checkpoint: SignedCheckpoint,
  proofs: z.array(z.object({ index: Index, proof: z.array(Hash) })),
  notYetSigned: z.array(Index).describe("Too new: the next checkpoint covers them"),
});
export type SessionInclusion = z.infer<typeof SessionInclusion>;

/** GET /api/consistency?from=&to= : that the tree of `from` entries is the beginning of the one of `to`. */
export const Consistency = z.object({ from: Index, to: Index, proof: z.array(Hash) });
export type Consistency = z.infer<typeof Consistency>;

export const stages = ["seen", "answered", "closed"] as const;

/** Messages of one session that a stage is missing; `sessionId` is null when no session ever took them in. */
export const Missing = z.object({
  sessionId: z.string().nullable(),
  codeName: z.string().nullable(),
  messages: z.number().int(),
  oldest: Instant,
});
export type Missing = z.infer<typeof Missing>;

/** GET /api/summary?from=&to= : what became of the messages that were accepted in a period. */
export const Summary = z.object({
  from: Instant,
  to: Instant,
  accepted: z.number().int(),
  stages: z.array(z.object({ stage: z.enum(stages), messages: z.number().int(), missing: z.array(Missing) })),
  sessions: z.object({ opened: z.number().int(), closed: z.number().int() }),
  sources: z.array(
    z.object({
      source: z.string(),
      upTo: z.number().int(),
      holes: z.array(z.object({ from: Index, to: Index, since: Instant })),
    }),
  ),
  complete: z.boolean().describe("No source has a hole in its count"),
});
export type Summary = z.infer<typeof Summary>;

/** What the report calls out of the ordinary: the explorer says it beside what was found. */
export { UNUSUAL };

/** GET /api/report?from=&to= : see src/report/report.ts; computed by the service, and again by whoever has the bundle. */
export const PeriodReport = z.custom<Report>(
  (value) =>
    typeof value === "object" && value !== null && "format" in value && value.format === REPORT_FORMAT,
);
export type PeriodReport = z.infer<typeof PeriodReport>;

/** GET /api/report/publishable?from=&to= : counts for the public; null where a cell is too small to be told. */
export const PublishableReport = z.object({
  cells: z.array(z.object({ name: z.string(), value: z.number().int().nullable() })),
});
export type PublishableReport = z.infer<typeof PublishableReport>;

/** GET /api/stretch?from=&to= : the whole spans between checkpoints that hold a period. Frontiers in base64. */
export const Stretch = z.object({
  first: Index,
  end: Index,
  milestones: z.array(z.object({ size: Index, note: z.string(), frontier: z.string() })),
});
export type Stretch = z.infer<typeof Stretch>;

/** GET /api/stretch/part?first=&end= : at most 4,096 places; a hash of zeroes is one that nobody knows. */
export const StretchPart = z.object({ recorded: z.array(Hash), entries: z.array(z.string()) });
export type StretchPart = z.infer<typeof StretchPart>;

export const problemCodes = [
  "not-found",
  "not-yet-signed",
  "invalid-request",
  "not-signed-in",
  "role-not-allowed",
  "unavailable",
  "failed",
] as const;
/** Every refusal, as RFC 9457 Problem Details; `code` is what programs look at. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
});
export type Problem = z.infer<typeof Problem>;
