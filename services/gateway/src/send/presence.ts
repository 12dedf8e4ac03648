import { PresenceRequested } from "@liss/contracts";
import { type Handler, on, Permanent } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import type { Vault } from "@liss/vault";
import type { GatewayDatabase, GatewayTables } from "../database/tables.ts";
import { type Loop, startLoop } from "../loop.ts";
import type { GraphClient } from "./graph-client.ts";
import { lineState } from "./line.ts";
import { wamidOf } from "./quoted.ts";

export const presenceLimits = {
  pollMs: 1_000,
  /** "Typing…" that comes later than this would promise an answer that has long been written. */
  typingMs: 10_000,
  /** Ticks that turn blue later than this say nothing any more. */
  readMs: 10 * 60_000,
} as const;

/** What is to be shown to her becomes a row, one per contact: only the last counts. */
export function presenceHandler({ onRequested }: { onRequested: () => void }): Handler<GatewayTables> {
  return on<typeof PresenceRequested, GatewayTables>(PresenceRequested, async (event, { tx }) => {
    const { contactId, data } = event;
    if (contactId === undefined) throw new Permanent(`presence request ${event.id} names no contact`);
    const row = {
      message_id: data.messageId,
      typing: data.typing,
      requested_at: new Date(data.requestedAt),
    };
    await tx
      .insertInto("presence_requests")
      .values({ contact_id: contactId, ...row })
      .onConflict((conflict) =>
        conflict
          .column("contact_id")
          .doUpdateSet(row)
          .where("presence_requests.requested_at", "<=", row.requested_at),
      )
      .execute();
    onRequested();
  });
}

export type PresenceOptions = {
  db: GatewayDatabase;
  vault: Vault;
  graph: GraphClient;
  logger: Logger;
  phoneNumberId: string;
  now: () => Date;
};

/** Shows her that she was read and that somebody is writing. A courtesy: tried once, never queued up, never in the way. */
export function startPresence(options: PresenceOptions): Loop {
  return startLoop({
    turn: async () => ((await showNext(options)) ? 0 : presenceLimits.pollMs),
    onError: (error) => {
      options.logger.error({ err: error }, "presence has to wait");
      return 1_000;
    },
  });
}

/** @returns whether there may be more. */
export async function showNext(options: PresenceOptions): Promise<boolean> {
  const { db, graph, logger, phoneNumberId, now } = options;
  const request = await take(db);
  if (!request) return false;
  const { contact_id: contactId, message_id: messageId, requested_at } = request;
  const age = now().getTime() - requested_at.getTime();
  if (age > presenceLimits.readMs || (await lineState(db, phoneNumberId, now())) !== "open") return true;
  if (await saidGoodbyeSince(db, request)) return true;
  const wamid = await wamidOf(options, { messageId, contactId });
  if (wamid === undefined) return true;
  const answer = await graph.mark({
    messaging_product: "whatsapp",
    status: "read",
    message_id: wamid,
    ...(request.typing && age <= presenceLimits.typingMs && { typing_indicator: { type: "text" } }),
  });
  if (answer.kind !== "ok") {
    logger.warn({ messageId, whatsappCode: "code" in answer ? answer.code : undefined }, "not marked read");
  }
  return true;
}

/** A light on her screen is a message too. */
async function saidGoodbyeSince(
  db: GatewayDatabase,
  { contact_id, message_id }: { contact_id: string; message_id: string },
): Promise<boolean> {
  const row = await db
    .selectFrom("inbound_messages as message")
    .innerJoin("contacts as contact", "contact.id", "message.contact_id")
    .select("message.message_id")
    .where("message.message_id", "=", message_id)
    .where("message.contact_id", "=", contact_id)
    .whereRef("contact.goodbye_said_at", ">=", "message.sent_at")
    .executeTakeFirst();
  return row !== undefined;
}

async function take(db: GatewayDatabase) {
  return await db
    .deleteFrom("presence_requests")
    .where("contact_id", "in", (rows) =>
      rows
        .selectFrom("presence_requests")
        .select("contact_id")
        .orderBy("requested_at")
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
}
