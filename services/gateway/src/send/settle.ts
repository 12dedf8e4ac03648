import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import type { GatewayTransaction } from "../database/tables.ts";
import { alert } from "../events.ts";
import { openLine, stopLine } from "./line.ts";
import type { Decision, Detail, Reason } from "./outcome.ts";
import type { Pacer } from "./pacing.ts";
import { finish, requeue } from "./queue.ts";
import type { TrackedMessage, Tracking } from "./tracking.ts";

export type SettleOptions = { tracking: Tracking; pacer: Pacer; phoneNumberId: string; now: Date };
/** What it takes to end a message that has not left. */
export type Unsent = Pick<SettleOptions, "tracking" | "now">;
type Failure = Extract<Decision, { do: "fail" }>;

/** Writes down what became of an attempt, in the caller's transaction; for what the message carries too. */
export async function settle(
  tx: GatewayTransaction,
  messageId: string,
  decision: Decision,
  options: SettleOptions,
): Promise<void> {
  const { tracking, pacer, phoneNumberId, now } = options;
  const message = await tracking.lock(tx, messageId);
  if (!message) return;
  const becomes = (state: EndState, reason?: Reason) => end(tx, message, { state, reason }, options);
  switch (decision.do) {
    case "accept":
      await becomes("accepted");
      await tracking.learnWamid(tx, message, decision.wamid);
      await openLine(tx, phoneNumberId, now);
      return;
    case "leave-unknown":
      return await becomes("unknown", decision.reason);
    case "fail":
      return await failed(tx, message, decision, options);
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

type EndState = "accepted" | "unknown" | "failed";

/** Nothing more is done about a message, nor about what it carries. */
async function end(
  tx: GatewayTransaction,
  message: TrackedMessage,
  { state, reason }: { state: EndState; reason?: Reason | undefined },
  { tracking, now }: Unsent,
): Promise<void> {
  for (const one of [message, ...(await tracking.lockCarried(tx, message.message_id))]) {
    await finish(tx, one.message_id);
    await tracking.advance(tx, one, { state, at: now, reason });
  }
}

async function failed(
  tx: GatewayTransaction,
  message: TrackedMessage,
  { reason, alert: isAlarming, detail }: Omit<Failure, "do">,
  options: Unsent,
): Promise<void> {
  await end(tx, message, { state: "failed", reason }, options);
  if (!isAlarming) return;
  const { message_id: messageId, contact_id: contactId, session_id } = message;
  const about = { now: options.now, contactId, sessionId: session_id ?? undefined };
  const named = { messageId, whatsappCode: reason.code, ...detail };
  await appendEvents(tx, [alert("message-not-sent", "warning", named, about)]);
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
  options: Unsent,
): Promise<void> {
  const queued = await tx
    .selectFrom("outgoing_messages")
    .select(sql`1`.as("one"))
    .where("message_id", "=", messageId)
    .where("dispatch", "=", "queued")
    .forUpdate()
    .executeTakeFirst();
  const message = queued && (await options.tracking.lock(tx, messageId));
  if (!message) return;
  await failed(tx, message, { reason, alert: !quietly.has(reason.code), detail }, options);
}
