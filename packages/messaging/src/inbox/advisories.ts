import type { ServiceName } from "@liss/contracts";
import type { Database } from "@liss/database";
import { JetStreamApiError, type JsMsg } from "@nats-io/jetstream";
import { PermissionViolationError } from "@nats-io/nats-core";
import { z } from "zod";
import { alert } from "../alert.ts";
import type { Bus } from "../bus.ts";
import { appendEvents } from "../outbox/append.ts";
import type { MessagingTables } from "../tables.ts";
import { STREAM } from "../topology.ts";
import { type Delivery, storedMessage } from "./delivery.ts";
import { Transient } from "./failures.ts";

/** What the broker says when it will not deliver a message once more. Source: io.nats.jetstream.advisory.v1.max_deliver */
const GivenUp = z.object({
  stream_seq: z.number().int().positive(),
  deliveries: z.number().int().positive(),
});

/**
 * Turns the broker's note into the message it is about, so that it ends like any other: done if the inbox knows it
 * or if it can be done now (alone), otherwise a dead letter. What is said about that delivery is said about the note.
 * @returns undefined when the message cannot be had; then an alert says so.
 * @throws Transient while the broker does not answer.
 */
export async function deliveryGivenUp(
  { bus, db, consumer }: { bus: Bus; db: Database<MessagingTables>; consumer: ServiceName },
  note: JsMsg,
): Promise<Delivery | undefined> {
  const { stream_seq: sequence, deliveries } = GivenUp.parse(note.json());
  const stored = await fetchStored(bus, sequence);
  if (typeof stored === "string") {
    const detail = { consumer, streamSequence: sequence, deliveries, reason: stored };
    await db
      .transaction()
      .execute((tx) => appendEvents(tx, [alert(consumer, "message-given-up", "critical", detail)]));
    return undefined;
  }
  return {
    ...storedMessage(stored.subject, stored.header, stored.data, sequence),
    deliveries,
    ack: () => note.ack(),
    nak: (delay) => note.nak(delay),
    term: () => note.ack(),
    working: () => note.working(),
  };
}

async function fetchStored(bus: Bus, sequence: number) {
  try {
    const manager = await bus.jetstream.jetstreamManager(false);
    return (await manager.streams.getMessage(STREAM, { seq: sequence })) ?? "no-longer-in-the-stream";
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404) return "no-longer-in-the-stream";
    if (isRefusal(error)) return "not-permitted-to-read-it";
    throw new Transient("the broker does not hand out a stored message");
  }
}

function isRefusal(error: unknown): boolean {
  if (error instanceof PermissionViolationError) return true;
  return error instanceof Error && error.cause instanceof PermissionViolationError;
}
