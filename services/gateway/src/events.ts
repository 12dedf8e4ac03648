import {
  type AlertCode,
  AlertRaised,
  type Envelope,
  type EventContract,
  type EventFacts,
  type EventOf,
} from "@liss/contracts";
import { MAX_BODY_BYTES, Permanent } from "@liss/messaging";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { GatewayTransaction } from "./database/tables.ts";

type DataOf<Contract extends EventContract> =
  Contract extends EventContract<infer _Type, infer Data> ? z.input<Data> : never;

type About = Partial<Pick<EventFacts<z.ZodType>, "actor" | "contactId" | "sessionId">> & { now: Date };

/** An event that the gateway says; it is the actor unless `about` names another. */
export function gatewayEvent<Contract extends EventContract>(
  contract: Contract,
  { now, ...about }: About,
  data: DataOf<Contract>,
): EventOf<Contract> {
  return contract.create({
    id: uuidv7(),
    source: "gateway",
    occurredAt: now.toISOString(),
    actor: { kind: "service", name: "gateway" },
    ...about,
    data,
  }) as EventOf<Contract>;
}

type Detail = Record<string, string | number | boolean>;

/** Something that a person must look at. `detail` holds ids, codes and counts. */
export function alert(
  code: AlertCode,
  severity: "warning" | "critical",
  detail: Detail,
  about: About,
): EventOf<typeof AlertRaised> {
  return gatewayEvent(AlertRaised, about, { code, severity, detail });
}

/** An event with the trace context in which it was made. */
export type TracedEvent = { event: Envelope; headers: Record<string, string> };

/**
 * As `appendEvents` of @liss/messaging, which gives all events the context of its caller: these come from many
 * sessions at once, and each keeps its own. One statement.
 * @throws Permanent when an event is larger than the broker takes.
 */
export async function appendTraced(tx: GatewayTransaction, events: readonly TracedEvent[]): Promise<void> {
  if (events.length === 0) return;
  const bodies = events.map(({ event }) => Buffer.from(JSON.stringify(event), "utf8"));
  const tooLarge = events.find((_event, index) => (bodies[index]?.byteLength ?? 0) > MAX_BODY_BYTES);
  if (tooLarge) throw new Permanent(`event ${tooLarge.event.id} is larger than ${MAX_BODY_BYTES} bytes`);
  await sql`
    insert into outbox (event_id, subject, body, headers)
    select * from unnest(
      ${events.map(({ event }) => event.id)}::uuid[],
      ${events.map(({ event }) => `${event.type}.v${event.version}`)}::text[],
      ${bodies}::bytea[],
      ${events.map(({ headers }) => JSON.stringify(headers))}::jsonb[]
    )`.execute(tx);
}
