import type { Conversation, Desk, MessageView, SessionCard } from "@liss/executive-routing/desk-api";

const start = Date.parse("2026-11-23T21:00:00.000Z");

/** An instant so many seconds after the evening's beginning. */
export const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

export const aCard = (id: string, facts: Partial<SessionCard> = {}): SessionCard => ({
  id,
  codeName: "Rosa-41",
  status: "waiting",
  tier: "guidance",
  indicators: [],
  needsListening: false,
  openedAt: at(0),
  waitingSince: at(0),
  lastMessageAt: at(0),
  awaitingReplySince: null,
  unread: 0,
  owner: null,
  attendedSince: null,
  coaches: [],
  delegation: null,
  returning: false,
  classification: null,
  medicalReferral: false,
  identityDoubt: null,
  agreedWordAt: null,
  emergencyRecorded: false,
  continuation: null,
  offer: null,
  ringsFor: "one",
  transfer: null,
  marks: [],
  pins: [],
  pinnedNotes: [],
  overdue: null,
  silentSince: null,
  emergencySince: null,
  heldUntil: null,
  needs: [],
  version: 1,
  ...facts,
});

export const aMessage = (id: string, facts: Partial<MessageView> = {}): MessageView => ({
  id,
  sessionId: "session",
  direction: "in",
  author: "contact",
  authorName: null,
  kind: "text",
  content: { kind: "text", text: "hola" },
  sentAt: at(0),
  receivedAt: at(1),
  replyTo: null,
  editOf: null,
  revokedAt: null,
  media: null,
  delivery: null,
  assessment: null,
  seenAt: null,
  ...facts,
});

export const aDesk = (facts: Partial<Desk> = {}): Desk => ({
  sequence: 10,
  now: at(0),
  me: { id: "ana", name: "Ana", role: "executive" },
  queue: [],
  mine: [],
  offered: [],
  attendedByOthers: [],
  load: { used: 0, capacity: 2 },
  robotTopics: ["denunciar"],
  status: { open: true, troubles: [] },
  alerts: [],
  ...facts,
});

export const aConversation = (facts: Partial<Conversation> = {}): Conversation => ({
  sequence: 10,
  card: aCard("session", { status: "attended", owner: { id: "ana", name: "Ana" } }),
  windowClosesAt: at(24 * 3600),
  messages: [],
  timeline: [],
  robotGone: null,
  glass: null,
  ...facts,
});
