import type {
  Conversation,
  Desk,
  MessageView,
  ServerFrame,
  SessionCard,
} from "@liss/executive-routing/desk-api";

/** Frames that change what is on the screen. */
export type ChangeFrame = Extract<ServerFrame, { type: "session" | "message" | "alert" }>;

/** Most urgent first; `unassessed` waits with `high`. The server's order. Source: invariants 2 and 5. */
const rank: Record<SessionCard["tier"], number> = {
  imminent: 0,
  high: 1,
  unassessed: 1,
  support: 2,
  guidance: 3,
  information: 4,
  unrelated: 5,
};

export function inOrder(one: SessionCard, other: SessionCard): number {
  return (
    rank[one.tier] - rank[other.tier] ||
    placeInTier(one) - placeInTier(other) ||
    compare(one.waitingSince, other.waitingSince) ||
    compare(one.id, other.id)
  );
}

/** In a tier, what goes on with something is before what begins. The server's order. */
const placeInTier = ({ continuation }: SessionCard): number => (continuation === null ? 1 : 0);

const lists = ["queue", "mine", "offered", "attendedByOthers"] as const;
const listOf = {
  queue: "queue",
  mine: "mine",
  offered: "offered",
  others: "attendedByOthers",
  gone: null,
} as const;
export type Place = keyof typeof listOf;

/**
 * The desk with a card where it now belongs. A card older than the one on the desk changes nothing: answers to
 * commands and frames race each other.
 */
export function placeCard(desk: Desk, card: SessionCard, place: Place): Desk {
  const present = lists.flatMap((name) => desk[name]).find(({ id }) => id === card.id);
  if (present && present.version > card.version) return desk;
  const target = listOf[place];
  const next = { ...desk };
  for (const name of lists) {
    const without = desk[name].filter(({ id }) => id !== card.id);
    if (name === target) next[name] = [...without, card].sort(inOrder);
    else if (without.length < desk[name].length) next[name] = without;
  }
  return next;
}

/** Where a card belongs on this person's desk; the rule of the server's frames, for answers to commands. */
export function placeOf(desk: Desk, card: SessionCard): Place {
  if (card.status === "waiting") return "queue";
  if (card.owner?.id === desk.me.id) return "mine";
  if (card.transfer?.to === desk.me.id) return "offered";
  return card.owner && desk.me.role === "supervisor" ? "others" : "gone";
}

/** The desk after a change. What its picture already contains changes nothing. */
export function changeDesk(desk: Desk, frame: ChangeFrame): Desk {
  if (frame.sequence <= desk.sequence) return desk;
  if (frame.type === "session") return placeCard(desk, frame.card, frame.place);
  if (frame.type === "alert" && !desk.alerts.some(({ id }) => id === frame.alert.id))
    return { ...desk, alerts: [frame.alert, ...desk.alerts] };
  return desk;
}

/** The open conversation after a change. */
export function changeConversation(conversation: Conversation, frame: ChangeFrame): Conversation {
  if (frame.sequence <= conversation.sequence) return conversation;
  if (frame.type === "session") return withCard(conversation, frame.card);
  if (frame.type === "message" && frame.message.sessionId === conversation.card.id)
    return withMessage(conversation, frame.message);
  return conversation;
}

export function withCard(conversation: Conversation, card: SessionCard): Conversation {
  if (card.id !== conversation.card.id || card.version < conversation.card.version) return conversation;
  return { ...conversation, card };
}

const window24h = 24 * 60 * 60 * 1000;

/** Puts a message in its place, or in the place of its earlier self. */
export function withMessage(conversation: Conversation, message: MessageView): Conversation {
  const { messages } = conversation;
  const at = messages.findIndex(({ id }) => id === message.id);
  const earlier = messages[at];
  // "Seen" is not said in frames of messages already sent here: what this console knows stays.
  const known = earlier?.seenAt && !message.seenAt ? { ...message, seenAt: earlier.seenAt } : message;
  const next = at >= 0 ? messages.with(at, known) : insert(messages, known);
  return { ...conversation, messages: next, windowClosesAt: windowAfter(conversation, message) };
}

/** By WhatsApp's time, then by arrival. Nearly always at the end. */
function insert(messages: readonly MessageView[], message: MessageView): MessageView[] {
  const later = messages.findLastIndex((other) => compareMessages(other, message) <= 0) + 1;
  return messages.toSpliced(later, 0, message);
}

function compareMessages(one: MessageView, other: MessageView): number {
  return (
    compare(one.sentAt, other.sentAt) ||
    compare(one.receivedAt, other.receivedAt) ||
    compare(one.id, other.id)
  );
}

/** WhatsApp's window counts from her last message. */
function windowAfter({ windowClosesAt }: Conversation, message: MessageView): string | null {
  if (message.direction === "out") return windowClosesAt;
  const closes = new Date(Date.parse(message.sentAt) + window24h).toISOString();
  return windowClosesAt && windowClosesAt > closes ? windowClosesAt : closes;
}

/** Marks messages as seen here, once the server has taken note. */
export function withSeen(conversation: Conversation, ids: ReadonlySet<string>, at: string): Conversation {
  const messages = conversation.messages.map((message) =>
    ids.has(message.id) && !message.seenAt ? { ...message, seenAt: at } : message,
  );
  return { ...conversation, messages };
}

/** Hers, and nobody has had it on the screen. What she took back is not to be read any more. */
export function isUnseen({ direction, seenAt, revokedAt }: MessageView): boolean {
  return direction === "in" && !seenAt && !revokedAt;
}

export function unseenIn(messages: readonly MessageView[]): number {
  return messages.filter(isUnseen).length;
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
