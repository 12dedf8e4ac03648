import type { Tier } from "@liss/contracts";
import type { SessionEvent } from "../session/events.ts";
import { isMoreUrgent } from "../session/tier.ts";

/** What shifts are told by; the index of the database has the same list. */
export const shiftEvents = [
  "session-opened",
  "session-claimed",
  "session-released",
  "session-transferred",
  "session-closed",
  "tier-raised",
  "tier-settled",
  "risk-set",
  "emergency-opened",
  "emergency-recorded",
  "offer-ended",
  "silence-noticed",
] as const satisfies readonly SessionEvent["type"][];

type ShiftEvent = Extract<SessionEvent, { type: (typeof shiftEvents)[number] }>;
/** Milliseconds since 1970. */
export type Span = { from: number; to: number };
export type StintBegin = "taken" | "received";
export type StintEnd = "closed" | "returned" | "transferred" | "lost" | "goes-on";

/** One person's time with one session. `tier`: the most urgent it was meanwhile. */
export type Stint = Span & { personId: string; tier: Tier; began: StintBegin; ended: StintEnd };
export type MarkKind = "ring-missed" | "silence";
export type Mark = { personId: string; kind: MarkKind; at: number };
export type EmergencySpan = Span & { ownerId: string | null; open: boolean };

/** What a session was for the people on shift. */
export type SessionLife = { stints: Stint[]; waits: Span[]; marks: Mark[]; emergencies: EmergencySpan[] };

/** Tells one session's life from its events, in their order; what still lasts ends at `now`. */
export function lifeOf(events: readonly SessionEvent[], now: number): SessionLife {
  const life: SessionLife = { stints: [], waits: [], marks: [], emergencies: [] };
  let tier: Tier = "unassessed";
  let stint: Stint | null = null;
  let waiting: Span | null = null;
  let emergency: EmergencySpan | null = null;

  function end(at: number, how: StintEnd): void {
    if (stint) life.stints.push({ ...stint, to: at, ended: how });
    stint = null;
  }
  function stopWaiting(at: number): void {
    if (waiting) life.waits.push({ ...waiting, to: at });
    waiting = null;
  }
  function calm(at: number): void {
    if (emergency) life.emergencies.push({ ...emergency, to: at, open: false });
    emergency = null;
  }
  function begin(personId: string, at: number, began: StintBegin): void {
    stopWaiting(at);
    stint = { personId, tier, began, from: at, to: now, ended: "goes-on" };
    if (emergency) emergency.ownerId = personId;
  }
  function become(next: Tier, at: number): void {
    tier = next;
    // Taken before triage had answered: what it turned out to be is told, not that nobody knew yet.
    if (stint && (stint.tier === "unassessed" || isMoreUrgent(next, stint.tier))) stint.tier = next;
    if (next === "imminent") alarm(at);
    else calm(at);
  }
  function alarm(at: number): void {
    emergency ??= { from: at, to: now, ownerId: stint?.personId ?? null, open: true };
  }

  for (const event of events as readonly ShiftEvent[]) {
    const at = Date.parse(event.at);
    switch (event.type) {
      case "session-opened":
        waiting = { from: at, to: now };
        break;
      case "session-claimed":
        begin(event.executiveId, at, "taken");
        break;
      case "session-transferred":
        end(at, "transferred");
        begin(event.to, at, "received");
        break;
      case "session-released":
        end(at, event.reason === "by-executive" || event.reason === "off-shift" ? "returned" : "lost");
        waiting = { from: at, to: now };
        break;
      case "session-closed":
        end(at, "closed");
        stopWaiting(at);
        calm(at);
        break;
      case "tier-raised":
      case "tier-settled":
      case "risk-set":
        become(event.to, at);
        break;
      case "emergency-opened":
        alarm(at);
        break;
      case "emergency-recorded":
        calm(at);
        break;
      case "offer-ended":
        if (event.how === "unanswered")
          life.marks.push({ personId: event.executiveId, kind: "ring-missed", at });
        break;
      case "silence-noticed":
        life.marks.push({ personId: event.executiveId, kind: "silence", at });
        break;
    }
  }
  if (stint) life.stints.push(stint);
  if (waiting) life.waits.push(waiting);
  if (emergency) life.emergencies.push(emergency);
  return life;
}

export type PresenceState = "here" | "away" | "break";
type Logged = { state: PresenceState | "gone" | "off"; at: number };

/** When somebody was here, away from her screen or on a break, within a stretch of time. */
export function presenceIn(log: readonly Logged[], within: Span): (Span & { state: PresenceState })[] {
  return log.flatMap(({ state, at }, index) => {
    if (state === "gone" || state === "off") return [];
    const span = clip({ from: at, to: log[index + 1]?.at ?? within.to }, within);
    return span ? [{ ...span, state }] : [];
  });
}

/** The part of a span that lies within another; null when none does. */
export function clip({ from, to }: Span, within: Span): Span | null {
  const span = { from: Math.max(from, within.from), to: Math.min(to, within.to) };
  return span.from < span.to ? span : null;
}

/** Whether something happened then; the end of a stretch belongs to the next. */
export const isIn = (at: number, { from, to }: Span): boolean => at >= from && at < to;

/** How many of these lasted at each of the instants. */
export function countAt(spans: readonly Span[], instants: readonly number[]): number[] {
  return instants.map((at) => spans.filter((span) => isIn(at, span)).length);
}
