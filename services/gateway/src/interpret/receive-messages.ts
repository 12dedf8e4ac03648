import { setImmediate } from "node:timers/promises";
import { ContactCreated, MessageReceived, messageContext, sessionScope } from "@liss/contracts";
import { outgoing } from "@liss/messaging";
import { saysExitWord } from "@liss/safety";
import { emitSessionRoot, inSession, withTrace } from "@liss/telemetry";
import { v7 as uuidv7 } from "uuid";
import { boxOf } from "../database/sealed-columns.ts";
import { gatewayEvent } from "../events.ts";
import type { Resolved } from "../identity/contacts.ts";
import { type IndexedIdentity, indexed } from "../identity/identity.ts";
import { noteGoodbye } from "../send/goodbye.ts";
import { type CurrentSession, sessionsFor } from "../sessions/sessions.ts";
import { noteConflict } from "./conflicts.ts";
import type { EffectContext, Work } from "./effects.ts";
import type { MessageItem } from "./item.ts";
import { type Arrived, type Found, findBefore, keepArrived } from "./message-rows.ts";
import { type References, referredTo } from "./references.ts";
import { applyWaitingRevocation } from "./revoke.ts";

/** A message of hers on its way in, with what has been found out about it. */
type Arrival = Work<MessageItem> &
  Resolved &
  CurrentSession & { messageId: string; wamidIndex: Buffer; sentAt: Date };

/**
 * Messages of hers: each once, however often WhatsApp delivers it; in its session's trace; sealed from here on. In
 * the order given, with a number of statements that does not grow with them. `isLast`: they are the last thing that the
 * transaction acts on.
 */
export async function receiveMessages(
  work: readonly Work<MessageItem>[],
  context: EffectContext,
  { isLast } = { isLast: false },
): Promise<void> {
  const { tx, phoneNumberId, indexes } = context;
  const named = work.map((one) => ({
    ...one,
    wamidIndex: indexes.wamid(one.item.wamid),
    identity: indexed(one.item.sender, indexes),
  }));
  const found = await findBefore(tx, phoneNumberId, named);
  const fresh = unknownAmong(named, found, context);
  if (fresh.length === 0) return;
  const arrivals = await arrivalsOf(fresh, found, context);
  for (const { conflict, sessionId } of arrivals) {
    if (conflict) await noteConflict(conflict, sessionId, context);
  }
  const references = await referredTo(arrivals, context);
  const sealed = await sealAll(arrivals, references, context);
  // A clock of WhatsApp's that is ahead of ours must not keep the window open longer.
  const heard = arrivals.map(({ contactId, sentAt, source }) => ({
    contactId,
    at: earlierOf(sentAt, source.receivedAt),
  }));
  const ends = isLast && !found.isTakenBack && !arrivals.some((arrival) => hasConsequences(arrival, context));
  const kept = await keepArrived(context, sealed, heard, { isLast: ends });
  context.afterCommit(() => {
    const { numbered, gone } = kept();
    if (numbered.length + gone.length > 0) context.inPassing?.depart(numbered, gone);
  });
  const counting = () => {
    const { messages } = kept();
    return arrivals.map((arrival) => counted(arrival, messages.has(arrival.messageId), context));
  };
  if (ends) {
    context.afterCommit(() => counting().forEach((act) => void act()));
    return;
  }
  for (const act of counting()) context.afterCommit(act);
  const { messages } = kept();
  const arrived = arrivals.filter(({ messageId }) => messages.has(messageId));
  await noteFiles(arrived, context);
  await hearGoodbyes(arrived, context);
  for (const arrival of arrived) {
    const takenBack = messages.get(arrival.messageId);
    if (takenBack) await applyWaitingRevocation(arrival, takenBack, context);
  }
}

/** Whether there is more to do for it, once it is kept. */
function hasConsequences({ item }: Arrival, { exitWords }: EffectContext): boolean {
  return item.media !== undefined || saysGoodbye(item, exitWords);
}

function saysGoodbye({ content }: MessageItem, exitWords: readonly string[]): boolean {
  return content.kind === "text" && saysExitWord(content.text, exitWords);
}

/**
 * Her exit word counts from the moment that it is here, not only when the others have heard it too: they may be
 * behind, or away, while something waits for its turn to be sent.
 */
async function hearGoodbyes(arrived: readonly Arrival[], context: EffectContext): Promise<void> {
  const { tx, tracking, exitWords, now } = context;
  for (const { item, contactId, sentAt } of arrived) {
    if (!saysGoodbye(item, exitWords)) continue;
    await noteGoodbye(tx, { contactId, saidAt: sentAt, heardAt: now() }, { tracking, now: now() });
  }
}

type Named = Work<MessageItem> & { wamidIndex: Buffer; identity: IndexedIdentity };

/** Without those that are here already, and each wamid once. */
function unknownAmong(named: readonly Named[], { known }: Found, context: EffectContext): Named[] {
  const seen = new Set(known);
  return named.filter(({ wamidIndex }) => {
    const key = wamidIndex.toString("hex");
    if (seen.has(key)) {
      countRepeated(context);
      return false;
    }
    seen.add(key);
    return true;
  });
}

async function arrivalsOf(
  fresh: readonly Named[],
  { senders, sessions: open }: Found,
  { tx, contacts, now }: EffectContext,
): Promise<Arrival[]> {
  const resolved = await contacts.resolveAll(
    tx,
    fresh.map(({ identity }) => identity),
    now(),
    senders,
  );
  const without = new Set(resolved.map(({ contactId }) => contactId).filter((id) => !open.has(id)));
  const sessions = new Map([...open, ...(await sessionsFor(tx, [...without], now()))]);
  return fresh.flatMap((one, index): Arrival[] => {
    const who = resolved[index];
    const session = who && sessions.get(who.contactId);
    if (!who || !session) return []; // both have one for each
    // Who proposed a session says so once.
    sessions.set(who.contactId, { ...session, proposed: false });
    const sentAt = one.item.sentAt ?? one.source.receivedAt;
    return [{ ...one, ...who, ...session, messageId: uuidv7(), sentAt }];
  });
}

/** A few at a time: whoever waits for an answer to a webhook does not wait for all of them. */
async function sealAll(arrivals: readonly Arrival[], references: References, context: EffectContext) {
  const sealed: Arrived[] = [];
  for (let start = 0; start < arrivals.length; start += sealTogether) {
    const some = arrivals.slice(start, start + sealTogether);
    sealed.push(...(await Promise.all(some.map((arrival) => seal(arrival, references, context)))));
    await setImmediate();
  }
  return sealed;
}

const sealTogether = 16;

/** In the session's trace, linked to the webhook that brought it; the events carry that trace onwards. */
async function seal(arrival: Arrival, references: References, context: EffectContext): Promise<Arrived> {
  const { item, source, contactId, sessionId, messageId, wamidIndex, sentAt } = arrival;
  const { vault, phoneNumberId, now } = context;
  const { kind } = item.content;
  const attributes = { "liss.message.id": messageId, "liss.message.kind": kind };
  return await withTrace({ traceparent: source.trace }, () =>
    inSession(sessionId, "receive message", attributes, async () => {
      const scope = sessionScope(contactId, sessionId);
      const content = await vault.seal(scope, messageContext(messageId), JSON.stringify(item.content));
      const wamid = await vault.seal(scope, `wamid:${messageId}`, item.wamid);
      const about = { now: now(), contactId, sessionId, actor: { kind: "contact" } as const };
      const replyTo = references.find(item.replyTo, contactId);
      const editOf = references.findHers(item.editOf, contactId);
      const received = gatewayEvent(MessageReceived, about, {
        messageId,
        kind,
        sentAt: sentAt.toISOString(),
        receivedAt: source.receivedAt.toISOString(),
        content,
        ...(replyTo && { replyTo }),
        ...(editOf && { editOf }),
      });
      const first = arrival.created ? [gatewayEvent(ContactCreated, about, { contactId })] : [];
      return {
        row: {
          message_id: messageId,
          phone_number_id: phoneNumberId,
          wamid_index: wamidIndex,
          wamid_key_id: wamid.keyId,
          wamid_box: boxOf(wamid),
          contact_id: contactId,
          session_id: sessionId,
          delivery_id: source.deliveryId,
          kind,
          sent_at: sentAt,
          received_at: source.receivedAt,
        },
        events: outgoing([...first, received]),
      };
    }),
  );
}

async function noteFiles(arrived: readonly Arrival[], context: EffectContext): Promise<void> {
  const files = arrived.flatMap(fileOf);
  if (files.length === 0) return;
  const { tx, keepFiles, onFiles, afterCommit } = context;
  await keepFiles?.(tx, files);
  if (onFiles) afterCommit(onFiles);
}

function fileOf({ item, source, messageId, contactId, sessionId }: Arrival) {
  if (item.media === undefined) return [];
  const { media, errorCode } = item;
  const { receivedAt } = source;
  return [{ messageId, contactId, sessionId, kind: item.content.kind, receivedAt, media, errorCode }];
}

/** Tallies it at once. @returns what is to be done when it is committed */
function counted(
  { item, source, sessionId, contactId, proposed }: Arrival,
  isNew: boolean,
  { metrics, tally }: EffectContext,
): () => void {
  tally(isNew ? "message.new" : "message.repeated");
  if (!isNew) return () => metrics.messageRepeated();
  return () => {
    metrics.messageReceived(item.content.kind);
    if (!proposed) return;
    withTrace({ traceparent: source.trace }, () =>
      emitSessionRoot(sessionId, { "liss.contact.id": contactId }),
    );
  };
}

function countRepeated({ metrics, tally, afterCommit }: EffectContext): void {
  tally("message.repeated");
  afterCommit(() => metrics.messageRepeated());
}

function earlierOf(one: Date, other: Date): Date {
  return one.getTime() <= other.getTime() ? one : other;
}
