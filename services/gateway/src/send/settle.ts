import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import type { GatewayTransaction } from "../database/tables.ts";
import { alert } from "../events.ts";
import { openLine, stopLine } from "./line.ts";
import type { Decision, Detail, Reason } from "./outcome.ts";
import type { Pacer } from "./pacing.ts";
import { finish, requeue } from "./queue.ts";
import type { Tracking } from "./tracking.ts";

export type SettleOptions = { tracking: Tracking; pacer: Pacer; phoneNumberId: string; now: Date };

/** Writes down what became of an attempt, in the caller's transaction; for what the message carries too. */
export async function settle(
  tx: GatewayTransaction,
  messageId: string,
  decision: Decision,
  { tracking, pacer, phoneNumberId, now }: SettleOptions,
): Promise<void> {
  const message = await tracking.lock(tx, messageId);
  if (!message) return;
  const all = [message, ...(await tracking.lockCarried(tx, messageId))];
  const about = { now, contactId: message.contact_id, sessionId: message.session_id ?? undefined };
  const becomes = async (state: "accepted" | "unknown" | "failed", reason?: Reason) => {
    for (const one of all) {
      await finish(tx, one.message_id);
      await tracking.advance(tx, one, { state, at: now, reason });
    }
  };
  switch (decision.do) {
    case "accept":
      await becomes("accepted");
      await tracking.learnWamid(tx, message, decision.wamid);
      await openLine(tx, phoneNumberId, now);
      return;
    case "leave-unknown":
      return await becomes("unknown", decision.reason);
    case "fail":
      await becomes("failed", decision.reason);
      if (decision.alert) {
        const detail = { messageId, whatsappCode: decision.reason.code, ...decision.detail };
        await appendEvents(tx, [alert("message-not-sent", "warning", detail, about)]);
      }
      return;
    case "retry":
      if (decision.slowDown) await pacer.pause(tx, new Date(now.getTime() + decision.afterMs));
      return await againOrFail(decision.afterMs);
    case "stop-line":
      await stopLine(tx, { phoneNumberId, code: decision.code, now, tryAgainMs: decision.tryAgainMs });
      return await againOrFail(decision.tryAgainMs);
  }

  /** Certain that WhatsApp did not take it, but if it was already shown as unknown a person decides, not we. */
  async function againOrFail(afterMs: number): Promise<void> {
    if (message?.state === "queued") return await requeue(tx, messageId, new Date(now.getTime() + afterMs));
    await becomes("failed", { code: "not-taken", retryable: true });
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

/** Refusals that say something about us; those about her, or about the moment, are for the executive alone. */
const quietly = new Set(["goodbye", "window-closed", "too-late", "quoted-message-unknown"]);

/** For candidates that were refused before they left. `detail` names the field and the limit, never content. */
export async function refuseUnsent(
  tx: GatewayTransaction,
  { messageId, reason, detail }: { messageId: string; reason: Reason; detail?: Detail | undefined },
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
  await settle(tx, messageId, { do: "fail", reason, alert: !quietly.has(reason.code), detail }, options);
}
