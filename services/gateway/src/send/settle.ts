import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import type { GatewayTransaction } from "../database/tables.ts";
import { alert } from "../events.ts";
import { openLine, stopLine } from "./line.ts";
import type { Decision, Reason } from "./outcome.ts";
import { finish, requeue } from "./queue.ts";
import type { Tracking } from "./tracking.ts";

type SettleOptions = { tracking: Tracking; phoneNumberId: string; now: Date };

/** Writes down what became of an attempt, in the caller's transaction. */
export async function settle(
  tx: GatewayTransaction,
  messageId: string,
  decision: Decision,
  { tracking, phoneNumberId, now }: SettleOptions,
): Promise<void> {
  const message = await tracking.lock(tx, messageId);
  if (!message) return;
  const about = { now, contactId: message.contact_id, sessionId: message.session_id ?? undefined };
  const failWith = async (reason: Reason) => {
    await finish(tx, messageId);
    await tracking.advance(tx, message, { state: "failed", at: now, reason });
  };
  switch (decision.do) {
    case "accept":
      await finish(tx, messageId);
      await tracking.advance(tx, message, { state: "accepted", at: now });
      await tracking.learnWamid(tx, message, decision.wamid);
      await openLine(tx, phoneNumberId, now);
      return;
    case "leave-unknown":
      await finish(tx, messageId);
      await tracking.advance(tx, message, { state: "unknown", at: now, reason: decision.reason });
      return;
    case "fail":
      await failWith(decision.reason);
      if (decision.alert) {
        const detail = { messageId, whatsappCode: decision.reason.code };
        await appendEvents(tx, [alert("message-not-sent", "warning", detail, about)]);
      }
      return;
    case "retry":
      return await againOrFail(decision.afterMs);
    case "stop-line":
      await stopLine(tx, { phoneNumberId, code: decision.code, now, tryAgainMs: decision.tryAgainMs });
      return await againOrFail(decision.tryAgainMs);
  }

  /** Certain that WhatsApp did not take it, but if it was already shown as unknown a person decides, not we. */
  async function againOrFail(afterMs: number): Promise<void> {
    if (message?.state === "queued") return await requeue(tx, messageId, new Date(now.getTime() + afterMs));
    await failWith({ code: "not-taken", retryable: true });
  }
}

/** Attempts that nobody finished: shown as unknown, never repeated. Statuses will tell. */
export async function giveUpAttempts(
  tx: GatewayTransaction,
  messageIds: readonly string[],
  options: SettleOptions,
): Promise<void> {
  for (const messageId of messageIds) {
    const decision: Decision = { do: "leave-unknown", reason: { code: "interrupted", retryable: false } };
    await settle(tx, messageId, decision, options);
  }
}

/** For candidates that were refused before they left. */
export async function refuseUnsent(
  tx: GatewayTransaction,
  messageId: string,
  reason: Reason,
  options: SettleOptions,
): Promise<void> {
  const queued = await tx
    .selectFrom("outgoing_messages")
    .select(sql`1`.as("one"))
    .where("message_id", "=", messageId)
    .where("dispatch", "=", "queued")
    .forUpdate()
    .executeTakeFirst();
  if (!queued) return;
  await settle(tx, messageId, { do: "fail", reason, alert: reason.code !== "window-closed" }, options);
}
