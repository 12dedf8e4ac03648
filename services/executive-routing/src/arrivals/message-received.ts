import { type EventOf, MessageReceived } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { Permanent } from "@liss/messaging";
import type { RoutingTables } from "../database/tables.ts";
import { noticeFor } from "../notices/notice.ts";
import {
  after,
  followedBy,
  keepWhatSheSaid,
  nothingSaid,
  type Said,
  whatSheSaid,
} from "../sending/her-words.ts";
import { type Arrival, recordMessage } from "../session/arrival.ts";
import type { SessionEvent } from "../session/events.ts";
import { type Found, findArrivals } from "../store/contacts.ts";
import { recordChanges } from "../store/feed.ts";
import { gathering, isPlain } from "../store/gathering.ts";
import { appendToSession, type Loaded } from "../store/session-store.ts";
import type { IncomingMessage } from "../store/written.ts";
import { type Handling, onEvents } from "./handling.ts";
import { blocked, earlyAssessment, opening } from "./opening.ts";

type Tx = Transaction<RoutingTables>;
type Facts = { before: Loaded | undefined; finds: Found; said: Said; arrival: Arrival };

/**
 * Her message goes on the timeline of her open session, or opens one. Most only add to a session that somebody attends:
 * those are written together, and what has consequences is done one after the other among them.
 */
export const onMessageReceived = (handling: Handling) =>
  onEvents(MessageReceived, async (arrived, { tx, emit }) => {
    const asked = arrived.map(({ event: { contactId, data } }) => {
      if (!contactId) throw new Permanent("a message without a contact");
      return { contactId, messageId: data.messageId };
    });
    const found = await findArrivals(tx, asked);
    const exitWords = handling.safety.cover["exit-words"];
    const sessions = new Map<string, Loaded>();
    const together = gathering(emit);
    for (const { event, within } of arrived) {
      const { contactId = "", data } = event;
      const { messageId, kind, sentAt, content } = data;
      const finds = found.get(messageId) ?? nothingFound;
      const before = sessions.get(contactId) ?? finds.open;
      const arrival = { messageId, kind, sentAt, now: handling.clock.now() };
      const said =
        // A return may begin with a voice note: that a word was agreed counts then too.
        kind === "text" || (!before && finds.plan)
          ? await whatSheSaid(
              handling.vault,
              { contactId, messageId, content },
              { sealedPlan: finds.plan, exitWords },
            )
          : nothingSaid;
      const facts = { before, finds, said, arrival };
      const events = before ? continuing(before, facts) : [];
      let now: Loaded | undefined;
      if (before && events.every(isPlain) && !said.goodbye && !said.duress) {
        now = within(() =>
          together.add(before, {
            events,
            actor: { kind: "contact" },
            changes: [{ kind: "message", sessionId: before.session.id, refId: messageId }],
            message: messageRow(before.session.id, data),
          }),
        );
      } else {
        await together.write(tx);
        now = await within(() => receive(tx, event, events, facts));
      }
      if (now?.session.status === "waiting") {
        const waiting = now;
        await together.write(tx);
        now = await within(() => whileNobodyAttends(tx, handling, waiting, facts));
      }
      if (now) sessions.set(contactId, now);
    }
    await together.write(tx, { withCommit: true });
  });

const nothingFound: Found = { codeName: null, open: undefined, assessment: null, plan: null };

/** What her message is to a session that goes on. */
function continuing(before: Loaded, { finds, said, arrival }: Facts): SessionEvent[] {
  const decision = recordMessage(arrival)(before.session);
  const events = decision.accepted ? [...decision.events] : [];
  events.push(...followedBy(said, after(before.session, events), arrival));
  events.push(...earlyAssessment(finds, before.session, events, arrival));
  return events;
}

/** A message that opens a session, or has consequences. */
async function receive(
  tx: Tx,
  event: EventOf<typeof MessageReceived>,
  decided: SessionEvent[],
  facts: Facts,
): Promise<Loaded | undefined> {
  const { contactId = "", data } = event;
  const { before, said, arrival } = facts;
  const events = before ? decided : await opening(tx, event, contactId, facts);
  const sessionId = before?.session.id ?? (events[0]?.type === "session-opened" ? events[0].sessionId : "");
  const { content_box, ...row } = messageRow(sessionId, data);
  await tx
    .insertInto("messages")
    .values({
      ...row,
      direction: "in",
      author: "contact",
      content_box: Buffer.from(content_box, "base64"),
      delivery_rank: 0,
    })
    .execute();
  const recorded = await appendToSession(tx, before, events, { kind: "contact" }, [
    { kind: "message", sessionId, refId: data.messageId },
  ]);
  if (!recorded) return undefined;
  const told = await keepWhatSheSaid(tx, said, recorded.session, arrival);
  if (told.length > 0) await recordChanges(tx, told);
  return recorded;
}

/** What the service does by itself is not hers to have done: it keeps her back, or tells her that nobody is here. */
async function whileNobodyAttends(
  tx: Tx,
  { vault, isHoliday, safety }: Handling,
  recorded: Loaded,
  { before, arrival }: Facts,
): Promise<Loaded | undefined> {
  const kept = before ? [] : await blocked(tx, recorded.session.contactId, arrival.now);
  const notice = await noticeFor(tx, recorded.session, { ...arrival, vault, isHoliday, safety });
  const own = [...kept, ...notice.events];
  if (own.length === 0) return recorded;
  return appendToSession(tx, recorded, own, { kind: "service", name: "executive-routing" }, notice.changes);
}

function messageRow(sessionId: string, data: EventOf<typeof MessageReceived>["data"]): IncomingMessage {
  return {
    id: data.messageId,
    session_id: sessionId,
    kind: data.kind,
    content_key_id: data.content.keyId,
    content_box: data.content.box,
    sent_at: data.sentAt,
    received_at: data.receivedAt,
    reply_to: data.replyTo ?? null,
    edit_of: data.editOf ?? null,
  };
}
