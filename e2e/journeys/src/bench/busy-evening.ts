import type { Conversation, Desk, MessageView, SessionCard } from "@liss/executive-routing/desk-api";

/** A busy evening that never happened: what the server would say to the console, by the shapes of the desk's API. */
export const evening = { waiting: 200, mine: 30, messages: 60, longThread: 5_000 } as const;

const started = Date.now() - 6 * 3_600_000;
const at = (seconds: number): string => new Date(started + seconds * 1_000).toISOString();
const ana = { id: "ana-ficticia", name: "Ana Ficticia" };
const flowers = ["Rosa", "Luz", "Malva", "Lirio", "Salvia", "Dalia", "Violeta", "Aurora"];
const tiers = ["imminent", "high", "unassessed", "support", "guidance", "information"] as const;
const said = [
  "hola, ¿puedo preguntar algo?",
  "hoy estoy más tranquila, gracias por preguntar",
  "no sé bien por dónde empezar, es largo de contar y a ratos me da vergüenza, pero quería decirlo a alguien",
  "sí",
  "mañana tengo hora en el consultorio\ny después paso a buscar a los niños",
];

/** Always the same id for the same number. */
export const idOf = (kind: "session" | "message", number: number): string =>
  `0199${kind === "session" ? "8f2a" : "8f2b"}-7c00-7000-8000-${number.toString(16).padStart(12, "0")}`;

export function card(number: number, facts: Partial<SessionCard> = {}): SessionCard {
  return {
    id: idOf("session", number),
    codeName: `${flowers[number % flowers.length]}-${10 + number}`,
    status: "waiting",
    tier: tiers[Math.floor((number * tiers.length) / evening.waiting)] ?? "information",
    indicators: [],
    needsListening: number % 9 === 0,
    openedAt: at(number),
    waitingSince: at(number),
    lastMessageAt: at(number + 30),
    awaitingReplySince: null,
    unread: 1,
    owner: null,
    delegation: null,
    returning: number % 4 === 0,
    classification: null,
    medicalReferral: false,
    identityDoubt: null,
    continuation: null,
    offer: null,
    ringsFor: "one",
    transfer: null,
    marks: [],
    pins: [],
    pinnedNotes: [],
    overdue: null,
    silentSince: null,
    heldUntil: null,
    needs: [],
    emergencySince: null,
    attendedSince: null,
    coaches: [],
    emergencyRecorded: false,
    agreedWordAt: null,
    version: 1,
    ...facts,
  };
}

const mine = Array.from({ length: evening.mine }, (_, index) =>
  card(1_000 + index, { status: "attended", owner: ana, tier: "support", unread: 0 }),
);

export function message(sessionNumber: number, number: number): MessageView {
  const hers = number % 3 !== 1;
  const sentAt = at(number * 2);
  return {
    id: idOf("message", sessionNumber * 10_000 + number),
    sessionId: idOf("session", sessionNumber),
    direction: hers ? "in" : "out",
    author: hers ? "contact" : "executive",
    authorName: hers ? null : ana.name,
    kind: "text",
    content: { kind: "text", text: `${said[number % said.length]} (${number})` },
    sentAt,
    receivedAt: sentAt,
    replyTo: null,
    editOf: null,
    revokedAt: null,
    media: null,
    delivery: hers ? null : { state: "read", at: sentAt, reason: null },
    assessment: null,
    seenAt: sentAt,
  };
}

export const desk = (sequence: number): Desk => ({
  sequence,
  now: new Date().toISOString(),
  me: { ...ana, role: "executive" },
  queue: Array.from({ length: evening.waiting }, (_, index) => card(index)),
  mine,
  offered: [],
  attendedByOthers: [],
  status: { open: true, troubles: [] },
  load: { used: 1, capacity: 2 },
  robotTopics: ["denunciar"],
  alerts: [],
});

/** The first of hers is the long thread. */
export function conversation(sequence: number, sessionId: string): Conversation | undefined {
  const index = mine.findIndex(({ id }) => id === sessionId);
  const own = mine[index];
  if (!own) return undefined;
  const length = index === 0 ? evening.longThread : evening.messages;
  return {
    sequence,
    card: own,
    windowClosesAt: new Date(Date.now() + 20 * 3_600_000).toISOString(),
    messages: Array.from({ length }, (_, number) => message(1_000 + index, number)),
    timeline: [],
    robotGone: null,
    glass: null,
  };
}
