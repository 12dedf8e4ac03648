/**
 * The traceability report: what became of each message, session and emergency of a period, computed from entries
 * alone. Every figure can be followed to its entries: `index` and `entries` are places in the log.
 */
export const REPORT_FORMAT = "liss.report/4";

export type Report = {
  format: typeof REPORT_FORMAT;
  period: { from: string; to: string };
  messages: Messages;
  sessions: SessionFate[];
  /** Those without an outcome first, then by time. */
  emergencies: EmergencyFate[];
  invariants: InvariantCheck[];
  access: Access;
  /** What ran and what about it changed, in the order of the log. */
  changes: Change[];
  /** Numbers of a service's own count that are not among the entries read, between the first and the last that is. */
  gaps: { source: string; from: number; to: number }[];
};

export type Messages = {
  accepted: number;
  queued: number;
  seen: number;
  answered: number;
  /** Accepted, and then on no timeline, or in a session that was closed before anybody saw them. */
  unaccounted: MessageFate[];
  /** On a timeline, and not seen when the entries end. */
  waiting: MessageFate[];
  toQueue: Times;
  toSeen: Times;
  toAnswer: Times;
  /** Of our messages of the period: the furthest state that WhatsApp told of. */
  deliveries: Record<string, number>;
};

/** Milliseconds; null when nothing was measured. */
export type Times = { count: number; median: number | null; p95: number | null; longest: number | null };

export type MessageFate = {
  messageId: string;
  sessionId: string | null;
  codeName: string | null;
  acceptedAt: string;
  queuedAt: string | null;
  seenAt: string | null;
  seenBy: string | null;
  answeredAt: string | null;
  answeredBy: string | null;
  index: number;
};

export type SessionFate = {
  sessionId: string;
  codeName: string | null;
  openedAt: string | null;
  tiers: { at: string; to: string; cause: string; index: number }[];
  owners: {
    personId: string;
    from: string;
    to: string | null;
    ended: string | null;
    waitedMs: number | null;
    index: number;
  }[];
  delegations: {
    delegationId: string;
    executiveId: string;
    from: string;
    to: string | null;
    ended: string | null;
    index: number;
  }[];
  received: number;
  seen: number;
  answered: number;
  sent: number;
  /** Ten minutes and more in which nobody wrote while it was open. */
  silences: { from: string; to: string; after: "her" | "us" }[];
  longestWaitMs: number | null;
  closed: { at: string; by: string | null; classification: string; index: number } | null;
};

export type EmergencyFate = {
  sessionId: string;
  codeName: string | null;
  signalAt: string;
  index: number;
  humanAt: string | null;
  humanId: string | null;
  calledAt: string | null;
  calledService: string | null;
  procedureNumber: string | null;
  outcome: string | null;
  recordedBy: string | null;
  open: boolean;
};

export const invariantNames = [
  "robot-without-delegation",
  "two-owners",
  "closed-without-outcome",
  "sent-against-plan",
  "read-without-reason",
  "wall-breached",
] as const;
export type InvariantName = (typeof invariantNames)[number];

export type InvariantCheck = {
  name: InvariantName;
  /** How many acts were held against it; null when nothing on the record lets it be checked. */
  checked: number | null;
  offences: { index: number; at: string; sessionId: string | null; personId: string | null }[];
};

export type Change = {
  index: number;
  at: string;
  /**
   * A service that started, `knowledge` of the robot, `policy` of the desk, a `colleague` at it or a `person` who may enter;
   * by a command on the machine: the `keys`, a `restore`, an `incident` that was frozen.
   */
  what: string;
  personId: string | null;
  release: string | null;
  versions: Record<string, string>;
  /**
   * Names of settings that are not as they were at the start before, of rules that somebody changed, or of what was done;
   * null when no start before is among the entries.
   */
  settings: string[] | null;
};

export type UnusualKind = "own-name" | "volume" | "burst" | "hours" | "failed-logins";

/** From where on it is out of the ordinary. What is told of is a reason to ask, never a finding. */
export const UNUSUAL = {
  /** So many times what others of her role read in the period, and more than so many reads. */
  volumeTimes: 3,
  volumeLeast: 20,
  /** More different sessions than these within one hour: nobody reads them, somebody leafs through. */
  burst: 40,
  /** Looks between these hours in Santiago by somebody who is no executive and not on shift. */
  nightFrom: 23,
  nightTo: 6,
  failedLogins: 5,
} as const;

export type Access = {
  people: {
    personId: string;
    role: string;
    logins: number;
    failedLogins: number;
    conversationsRead: number;
    messagesShown: number;
    recordsRead: number;
    searches: number;
  }[];
  unusual: {
    kind: UnusualKind;
    personId: string;
    count: number;
    entries: number[];
  }[];
  breakGlass: { index: number; at: string; personId: string | null; sessionId: string | null }[];
};
