import type { HandlerContext, RawMessage } from "@liss/messaging";
import { inSession } from "@liss/telemetry";
import type { AuditTables } from "../database/tables.ts";
import { fromHex } from "../proof/bytes.ts";
import { printable } from "./columns.ts";
import { draftOf, encodeDraft } from "./entry.ts";

/**
 * Takes in one event of the stream: what the record will say of it waits in `arrivals` for its index. The inbox,
 * in the same transaction, makes it once; the sequencer makes it in order.
 */
export function recordArrivals(now: () => Date) {
  return async (message: RawMessage, { tx }: HandlerContext<AuditTables>): Promise<void> => {
    const draft = draftOf({ ...message, receivedAt: now() });
    const store = async () => {
      await tx
        .insertInto("arrivals")
        .values({
          draft: Buffer.from(encodeDraft(draft)),
          event_id: printable(draft.eventId),
          body_sha256: Buffer.from(fromHex(draft.bodySha256)),
        })
        .execute();
    };
    if (draft.sessionId === null) return store();
    await inSession(
      draft.sessionId,
      "audit.record",
      { "liss.event.type": draft.type ?? draft.subject },
      store,
    );
  };
}
