import type { Fault } from "../faults/fault.ts";
import type { StoredMedia } from "../media/store.ts";
import type { AcceptedMessage, ChatMessage, Counters, LogEntry, PhoneView } from "../view.ts";

/** Liss's own number, as WhatsApp knows it. */
export type Line = {
  phoneNumberId: string;
  displayPhoneNumber: string;
  businessAccountId: string;
  graphVersion: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  webhookUrl: string;
};

/** How the number fares, as its health tells. Set from outside, for the gateway to notice. */
export type LineHealth = {
  status: "CONNECTED" | "FLAGGED" | "RESTRICTED" | "DISCONNECTED";
  quality: "GREEN" | "YELLOW" | "RED";
  canSendMessage: "AVAILABLE" | "LIMITED" | "BLOCKED";
};

/** A message of Liss that waits at WhatsApp for the phone's network. */
export type WaitingMessage = { message: ChatMessage; accepted: AcceptedMessage };

export type Phone = Omit<PhoneView, "unread" | "waiting"> & {
  conversation: ChatMessage[];
  /** Liss → phone, kept at WhatsApp while the phone has no network. */
  held: WaitingMessage[];
  /** Phone → Liss, kept on the phone while it has no network. Run in order when it returns. */
  outbox: (() => void)[];
  /** Last time she wrote, epoch milliseconds: opens the 24-hour window. */
  lastWroteAt?: number;
};

/** An approved template; `body` uses `{{1}}`, `{{2}}`… */
export type Template = { name: string; language: string; body: string };

export type Latency = { sent: number; delivered: number; read: number };

/** What moved, so that pages can be told. */
export type Change =
  | { about: "phones" }
  | { about: "message"; phoneId: string; message: ChatMessage }
  | { about: "conversation"; phoneId: string }
  | { about: "faults" }
  | { about: "activity" };

/** Everything the simulator knows. In memory, bounded, gone with the process. */
export type World = {
  readonly line: Line;
  health: LineHealth;
  readonly latency: Latency;
  readonly templates: Template[];
  readonly phones: Map<string, Phone>;
  /** Which phone holds a message, by wamid, both directions. */
  readonly whereabouts: Map<string, string>;
  /** By wamid, oldest first. */
  readonly accepted: Map<string, AcceptedMessage>;
  readonly media: Map<string, StoredMedia>;
  readonly faults: Fault[];
  readonly log: LogEntry[];
  counters: Counters;
  readonly timers: Set<NodeJS.Timeout>;
  /** Whether some page shows the phone to somebody; `undefined` when no page is connected. */
  seenBySomebody: () => boolean | undefined;
  readonly listeners: Set<(change: Change) => void>;
  readonly now: () => Date;
};

/** Bounds: enough for a day of demonstration or a load test, never a leak. */
export const limits = {
  conversation: 500,
  accepted: 50_000,
  log: 200,
  phones: 5_000,
  mediaBytes: 200 * 2 ** 20,
};

export const wellAndGood: LineHealth = {
  status: "CONNECTED",
  quality: "GREEN",
  canSendMessage: "AVAILABLE",
};

export function noCounters(): Counters {
  return {
    webhooks: { updates: 0, sent: 0, acked: 0, failed: 0, retried: 0, duplicated: 0, dropped: 0, pending: 0 },
    messages: { requested: 0, accepted: 0, refused: 0 },
  };
}

export function createWorld(
  line: Line,
  options: { latency: Latency; templates: Template[]; now: () => Date },
): World {
  return {
    line,
    health: { ...wellAndGood },
    ...options,
    phones: new Map(),
    whereabouts: new Map(),
    accepted: new Map(),
    media: new Map(),
    faults: [],
    log: [],
    counters: noCounters(),
    timers: new Set(),
    seenBySomebody: () => undefined,
    listeners: new Set(),
  };
}

export function changed(world: World, change: Change): void {
  for (const listener of world.listeners) listener(change);
}

/** Runs `act` after `ms`, unless the simulator stops or is reset first. */
export function later(world: World, ms: number, act: () => void): void {
  const timer = setTimeout(() => {
    world.timers.delete(timer);
    act();
  }, ms);
  world.timers.add(timer);
}

export function record(world: World, entry: Omit<LogEntry, "at">): void {
  world.log.push({ at: world.now().toISOString(), ...entry });
  if (world.log.length > limits.log) world.log.shift();
  changed(world, { about: "activity" });
}

/** Keeps a map within its bound by forgetting its oldest entries. */
export function forgetOldest<K, V>(map: Map<K, V>, bound: number): void {
  for (const key of map.keys()) {
    if (map.size <= bound) return;
    map.delete(key);
  }
}
