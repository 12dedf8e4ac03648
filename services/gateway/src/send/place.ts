import type { GatewayTransaction } from "../database/tables.ts";

type Requested = {
  contact_id: string;
  author: "executive" | "robot" | "system";
  requested_at: Date;
  previous_message_id: string | null;
};

const justAfter = (at: Date) => new Date(at.getTime() + 1);
const justBefore = (at: Date) => new Date(at.getTime() - 1);

/**
 * Where a message stands in its contact's row. In order of request; after the one that it follows, whatever the
 * clocks say; and what a person writes goes before what the robot has not begun to send, unless it follows it.
 * The caller holds the contact's row.
 */
export async function placeInRow(tx: GatewayTransaction, message: Requested): Promise<Date> {
  const { contact_id, author, requested_at, previous_message_id } = message;
  if (previous_message_id !== null) {
    const previous = await tx
      .selectFrom("outgoing_messages")
      .select("sort_at")
      .where("message_id", "=", previous_message_id)
      .where("contact_id", "=", contact_id)
      .executeTakeFirst();
    return previous && previous.sort_at >= requested_at ? justAfter(previous.sort_at) : requested_at;
  }
  if (author === "robot") return requested_at;
  const robots = await tx
    .selectFrom("outgoing_messages")
    .select(({ fn }) => fn.min("sort_at").as("first"))
    .where("contact_id", "=", contact_id)
    .where("dispatch", "=", "queued")
    .where("author", "=", "robot")
    .where("attempts", "=", 0)
    .executeTakeFirst();
  return robots?.first && robots.first <= requested_at ? justBefore(robots.first) : requested_at;
}

/** A message came after the one that follows it: that one, and those behind it, make room. */
export async function pushBack(
  tx: GatewayTransaction,
  { messageId, sortAt }: { messageId: string; sortAt: Date },
): Promise<void> {
  const ahead = [{ messageId, sortAt }];
  for (let one = ahead.shift(); one; one = ahead.shift()) {
    const place = justAfter(one.sortAt);
    const moved = await tx
      .updateTable("outgoing_messages")
      .set({ sort_at: place })
      .where("previous_message_id", "=", one.messageId)
      .where("dispatch", "!=", "done")
      .where("sort_at", "<=", one.sortAt)
      .returning("message_id")
      .execute();
    for (const { message_id } of moved) ahead.push({ messageId: message_id, sortAt: place });
  }
}
