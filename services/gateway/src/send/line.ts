import { appendEvents } from "@liss/messaging";
import type { GatewayDatabase, GatewayTransaction } from "../database/tables.ts";
import { alert } from "../events.ts";
import { retryLimits } from "./outcome.ts";

/** `open`: send. `trial`: stopped, and due to be tried with one message. `stopped`: not now. */
export type LineState = "open" | "trial" | "stopped";

export async function lineState(db: GatewayDatabase, phoneNumberId: string, now: Date): Promise<LineState> {
  const row = await db
    .selectFrom("stopped_lines")
    .select("try_again_at")
    .where("phone_number_id", "=", phoneNumberId)
    .executeTakeFirst();
  if (!row) return "open";
  return row.try_again_at <= now ? "trial" : "stopped";
}

type Stop = { phoneNumberId: string; code: string; now: Date; tryAgainMs?: number };

/** Nothing more leaves from this number for a while, and a person hears why: once, not at every trial. */
export async function stopLine(tx: GatewayTransaction, stop: Stop): Promise<void> {
  const { phoneNumberId, code, now, tryAgainMs = retryLimits.lineMs } = stop;
  const tryAgainAt = new Date(now.getTime() + tryAgainMs);
  const before = await tx
    .selectFrom("stopped_lines")
    .select("code")
    .where("phone_number_id", "=", phoneNumberId)
    .forUpdate()
    .executeTakeFirst();
  await tx
    .insertInto("stopped_lines")
    .values({ phone_number_id: phoneNumberId, code, stopped_at: now, try_again_at: tryAgainAt })
    .onConflict((conflict) =>
      conflict.column("phone_number_id").doUpdateSet({ code, try_again_at: tryAgainAt }),
    )
    .execute();
  if (before?.code === code) return;
  await appendEvents(tx, [alert("line-stopped", "critical", { whatsappCode: code }, { now })]);
}

/** A message got through: the line works again, and whoever was alerted is told. */
export async function openLine(tx: GatewayTransaction, phoneNumberId: string, now: Date): Promise<void> {
  const stopped = await tx
    .deleteFrom("stopped_lines")
    .where("phone_number_id", "=", phoneNumberId)
    .returning("code")
    .executeTakeFirst();
  if (!stopped) return;
  await appendEvents(tx, [alert("line-open-again", "warning", { whatsappCode: stopped.code }, { now })]);
}
