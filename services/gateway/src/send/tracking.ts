import { contactScope, DeliveryChanged, type DeliveryState, sessionScope } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { inSession } from "@liss/telemetry";
import type { Vault } from "@liss/vault";
import { sql } from "kysely";
import { boxOf } from "../database/sealed-columns.ts";
import type { GatewayTransaction } from "../database/tables.ts";
import { gatewayEvent } from "../events.ts";
import type { BlindIndexes } from "../identity/blind-indexes.ts";
import { advances } from "./delivery-state.ts";
import { remedyFor } from "./error-table.ts";
import { stopLine } from "./line.ts";
import { type Reason, reasonOfStatus } from "./outcome.ts";

export type StatusReport = {
  phoneNumberId: string;
  wamid: string;
  status: "sent" | "delivered" | "read" | "failed";
  at: Date;
  errorCode: number | null;
  /** Our message id, when WhatsApp gave it back. */
  callbackData?: string | undefined;
};

/** What is known of an outgoing message; the row is locked. */
export type TrackedMessage = {
  message_id: string;
  contact_id: string;
  session_id: string | null;
  state: DeliveryState;
  wamid_index: Buffer | null;
};

export type Tracking = {
  /** Locks and reads an outgoing message. */
  lock(tx: GatewayTransaction, messageId: string): Promise<TrackedMessage | undefined>;
  /** The messages whose text this one carries; always after `lock` of the one that carries. */
  lockCarried(tx: GatewayTransaction, messageId: string): Promise<TrackedMessage[]>;
  /** Records a state if it is an advance, and says so to the others. */
  advance(tx: GatewayTransaction, message: TrackedMessage, change: Change): Promise<boolean>;
  /** WhatsApp's id for a message of ours is known now: statuses that waited for it count. */
  learnWamid(tx: GatewayTransaction, message: TrackedMessage, wamid: string): Promise<void>;
  /** A status from a webhook: for a message of ours now, for one not known yet later. */
  report(tx: GatewayTransaction, report: StatusReport): Promise<void>;
};

type Change = { state: DeliveryState; at: Date; reason?: Reason | undefined };

export type TrackingOptions = {
  vault: Vault;
  indexes: BlindIndexes;
  phoneNumberId: string;
  now: () => Date;
};

const trackedColumns = ["message_id", "contact_id", "session_id", "state", "wamid_index"] as const;
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createTracking({ vault, indexes, phoneNumberId, now }: TrackingOptions): Tracking {
  async function lock(tx: GatewayTransaction, messageId: string) {
    return await tx
      .selectFrom("outgoing_messages")
      .select(trackedColumns)
      .where("message_id", "=", messageId)
      .forUpdate()
      .executeTakeFirst();
  }

  async function lockCarried(tx: GatewayTransaction, messageId: string) {
    return await tx
      .selectFrom("outgoing_messages")
      .select(trackedColumns)
      .where("carried_by", "=", messageId)
      .orderBy("position")
      .forUpdate()
      .execute();
  }

  async function lockByWamid(tx: GatewayTransaction, index: Buffer) {
    return await tx
      .selectFrom("outgoing_messages")
      .select(trackedColumns)
      .where("phone_number_id", "=", phoneNumberId)
      .where("wamid_index", "=", index)
      .forUpdate()
      .executeTakeFirst();
  }

  async function advance(tx: GatewayTransaction, message: TrackedMessage, change: Change): Promise<boolean> {
    if (!advances(message.state, change.state)) return false;
    message.state = change.state;
    const record = async () => {
      await tx
        .updateTable("outgoing_messages")
        .set({ state: change.state, state_at: change.at, reason_code: change.reason?.code ?? null })
        .where("message_id", "=", message.message_id)
        .execute();
      const about = {
        now: now(),
        contactId: message.contact_id,
        sessionId: message.session_id ?? undefined,
      };
      const data = {
        messageId: message.message_id,
        state: change.state,
        at: change.at.toISOString(),
        ...(change.reason && { reason: change.reason }),
      };
      await appendEvents(tx, [gatewayEvent(DeliveryChanged, about, data)]);
    };
    const attributes = { "liss.message.id": message.message_id, "liss.delivery.state": change.state };
    await (message.session_id
      ? inSession(message.session_id, "delivery changed", attributes, record)
      : record());
    return true;
  }

  async function learnWamid(tx: GatewayTransaction, message: TrackedMessage, wamid: string): Promise<void> {
    if (message.wamid_index !== null) return;
    const index = indexes.wamid(wamid);
    const context = `wamid:${message.message_id}`;
    const { contact_id, session_id } = message;
    const scope = session_id === null ? contactScope(contact_id) : sessionScope(contact_id, session_id);
    const sealed = await vault.seal(scope, context, wamid);
    await lockWamid(tx, index);
    message.wamid_index = index;
    await tx
      .updateTable("outgoing_messages")
      .set({ wamid_index: index, wamid_key_id: sealed.keyId, wamid_box: boxOf(sealed) })
      .where("message_id", "=", message.message_id)
      .execute();
    const waited = await tx
      .deleteFrom("waiting_statuses")
      .where("phone_number_id", "=", phoneNumberId)
      .where("wamid_index", "=", index)
      .returning(["status", "at", "error_code"])
      .execute();
    for (const { status, at, error_code } of waited) await apply(tx, message, status, at, error_code);
  }

  async function apply(
    tx: GatewayTransaction,
    message: TrackedMessage,
    status: StatusReport["status"],
    at: Date,
    errorCode: number | null,
  ): Promise<void> {
    const reason = status === "failed" ? reasonOfStatus(errorCode) : undefined;
    for (const one of [message, ...(await lockCarried(tx, message.message_id))]) {
      await advance(tx, one, { state: status, at, reason });
    }
    // Errors come in the answer, by webhook, or both; those of the whole line stop it either way.
    if (errorCode === null || status !== "failed" || remedyFor(errorCode) !== "stop-line") return;
    await stopLine(tx, { phoneNumberId, code: String(errorCode), now: now() });
  }

  async function report(tx: GatewayTransaction, report: StatusReport): Promise<void> {
    const message = await messageOf(tx, report);
    if (message) {
      // WhatsApp has it, whatever our own request's fate: it must not leave again.
      await tx
        .updateTable("outgoing_messages")
        .set({ dispatch: "done" })
        .where(({ or, eb }) =>
          or([eb("message_id", "=", message.message_id), eb("carried_by", "=", message.message_id)]),
        )
        .where("dispatch", "!=", "done")
        .execute();
      await learnWamid(tx, message, report.wamid);
      await apply(tx, message, report.status, report.at, report.errorCode);
      return;
    }
    await tx
      .insertInto("waiting_statuses")
      .values({
        phone_number_id: report.phoneNumberId,
        wamid_index: indexes.wamid(report.wamid),
        status: report.status,
        at: report.at,
        error_code: report.errorCode,
        received_at: now(),
      })
      .onConflict((conflict) => conflict.columns(["phone_number_id", "wamid_index", "status"]).doNothing())
      .execute();
  }

  async function messageOf(tx: GatewayTransaction, { wamid, callbackData }: StatusReport) {
    const index = indexes.wamid(wamid);
    const known = await lockByWamid(tx, index);
    if (known) return known;
    if (callbackData !== undefined && uuidPattern.test(callbackData)) {
      const named = await lock(tx, callbackData);
      if (named && named.wamid_index === null) return named;
    }
    // The answer to our POST may be on its way into the database at this very moment: wait for it, look again.
    await lockWamid(tx, index);
    return await lockByWamid(tx, index);
  }

  return { lock, lockCarried, advance, learnWamid, report };
}

/** Held until the end of the transaction by whoever connects a wamid with a message, or finds that nobody has. */
async function lockWamid(tx: GatewayTransaction, index: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(${index.readBigInt64BE(0).toString()}::bigint)`.execute(tx);
}
