import { AlertRaised } from "@liss/contracts";
import { recordChanges } from "../store/feed.ts";
import { onEvent } from "./handling.ts";

/** An alarm of any service goes on the desks of supervisors. */
export const onAlertRaised = () =>
  onEvent(AlertRaised, async ({ id, source, occurredAt, data }, { tx }) => {
    const kept = await tx
      .insertInto("alerts")
      .values({
        id,
        source,
        code: data.code,
        severity: data.severity,
        detail: JSON.stringify(data.detail),
        at: occurredAt,
      })
      .onConflict((conflict) => conflict.column("id").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (kept) await recordChanges(tx, [{ kind: "alert", sessionId: null, refId: id }]);
  });
