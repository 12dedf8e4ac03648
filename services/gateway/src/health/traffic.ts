import { sql } from "kysely";
import type { GatewayDatabase } from "../database/tables.ts";
import { silenceDefaults, type TrafficHour } from "./silence.ts";

const hourMs = 3_600_000;
/** An hour is counted again for so long: what was stored in it may be interpreted later. */
const recountMs = 3 * hourMs;
const keepMs = silenceDefaults.weeks * 7 * 24 * hourMs;

/** Messages of hers by hour, for the hours that are over, and when the last one came. */
export type Traffic = { hours: TrafficHour[]; lastMessageAt: Date | undefined };

/** Counts the hours that are over (they are kept apart: messages themselves may be erased), then reads them. */
export async function readTraffic(db: GatewayDatabase, now: Date): Promise<Traffic> {
  const thisHour = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
  const oldest = new Date(thisHour.getTime() - keepMs);
  await sql`
    insert into traffic_hours (hour, messages)
    select date_trunc('hour', received_at, 'UTC'), count(*) from inbound_messages
    where received_at < ${thisHour} and received_at >= greatest(${oldest}::timestamptz, (
      select coalesce(max(hour) - ${`${recountMs} milliseconds`}::interval, '-infinity') from traffic_hours
    ))
    group by 1
    on conflict (hour) do update set messages = excluded.messages
      where traffic_hours.messages <> excluded.messages`.execute(db);
  await db.deleteFrom("traffic_hours").where("hour", "<", oldest).execute();
  const hours = await db.selectFrom("traffic_hours").select(["hour", "messages"]).execute();
  const last = await db
    .selectFrom("inbound_messages")
    .select("received_at")
    .orderBy("received_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return { hours, lastMessageAt: last?.received_at };
}
