import { messageContext, type OutgoingContent, sessionScope } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import type { Cover, ReasonCode, Safety } from "@liss/safety";
import type { Vault } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import { closedPeriod, type IsHoliday } from "../hours/schedule.ts";
import { reachableSeconds } from "../queue/take.ts";
import { recordRefusal, review, store } from "../sending/send.ts";
import { notice } from "../session/conversation.ts";
import type { SessionEvent } from "../session/events.ts";
import type { Session } from "../session/session.ts";
import type { Change } from "../store/feed.ts";
import { readPolicy } from "../store/policy.ts";

type NoticeKind = keyof Cover["notices"];

/** Every notice out of hours says where urgent help is; the check of words would fear exactly that. */
const mandated = ["help-number"] as const satisfies readonly ReasonCode[];

/** What arrived longer ago than this is not answered by itself: she may have put the phone away. */
const freshMs = 2 * 60_000;
/** With nobody at the desk for this long although it is open, the service counts as unable to attend. */
const deskEmptyMs = 10 * 60_000;

/**
 * The one neutral notice that she may get by itself, as an answer to what she has just written: out of hours, or when
 * nobody at all is at the desk. At most once per period; the rule decides, and it leaves like every other message.
 * Returns the events and changes to write with the arrival.
 */
export async function noticeFor(
  tx: Transaction<RoutingTables>,
  session: Session,
  facts: { sentAt: string; now: string; vault: Vault; isHoliday: IsHoliday; safety: Safety },
): Promise<{ events: SessionEvent[]; changes: Change[] }> {
  const none = { events: [], changes: [] };
  const { sentAt, now, vault, isHoliday, safety } = facts;
  if (session.status !== "waiting" || Date.parse(now) - Date.parse(sentAt) > freshMs) return none;
  const { hours } = await readPolicy(tx);
  const closed = closedPeriod(hours, now, isHoliday);
  const period = closed ?? (await deskEmptySince(tx, now));
  if (period === null) return none;
  const kind: NoticeKind = closed === null ? "nobody-here" : "out-of-hours";

  const first = await tx
    .insertInto("notices")
    .values({ contact_id: session.contactId, kind, period, at: now })
    .onConflict((conflict) => conflict.columns(["contact_id", "kind", "period"]).doNothing())
    .returning("kind")
    .executeTakeFirst();
  if (!first) return none;
  const messageId = uuidv7();
  const decision = notice({ messageId, now })(session);
  if (!decision.accepted || decision.events.length === 0) return none;
  const content: OutgoingContent = { kind: "text", text: safety.cover.notices[kind] };
  const message = { messageId, content, author: "system" as const, now, mandated };
  const reviewed = await review(tx, { safety, vault }, session, message);
  if (!reviewed.allowed) {
    await recordRefusal(tx, session, message, reviewed.refusals);
    return none;
  }
  const scope = sessionScope(session.contactId, session.id);
  const sealed = await vault.seal(scope, messageContext(messageId), JSON.stringify(content));
  await store(tx, reviewed.permit, { sealed });
  return { events: decision.events, changes: [{ kind: "message", sessionId: session.id, refId: messageId }] };
}

/** Since when nobody has been at the desk, if that is long; null while somebody is, or nobody ever was. */
async function deskEmptySince(tx: Transaction<RoutingTables>, now: string): Promise<string | null> {
  const { last } = await tx
    .selectFrom("presence")
    .select((is) => is.fn.max("seen_at").as("last"))
    .where("state", "<>", "off")
    .executeTakeFirstOrThrow();
  if (last === null) return null;
  const empty = Date.parse(now) - new Date(last).getTime();
  return empty > deskEmptyMs && empty > reachableSeconds * 1_000 ? new Date(last).toISOString() : null;
}
