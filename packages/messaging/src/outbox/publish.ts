import { JetStreamApiError } from "@nats-io/jetstream";
import {
  headers as createHeaders,
  InvalidArgumentError,
  PermissionViolationError,
  RequestError,
} from "@nats-io/nats-core";
import type { Bus } from "../bus.ts";
import { inProducerSpan } from "../tracing.ts";
import type { NumberedEvent } from "./numbering.ts";

/** The gapless number of the event among those of its source. */
export const SEQUENCE_HEADER = "Liss-Sequence";

/**
 * How the publication of one event ended. `refused` concerns this event, `unanswered` could be anybody's,
 * `interrupted` is the connection's.
 */
export type Publication =
  | { outcome: "accepted" }
  | { outcome: "refused" | "unanswered" | "interrupted"; reason: string };

class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/**
 * Publishes events at once and waits for every answer. The broker recognises a repetition by `Nats-Msg-Id` within
 * its duplicate window; after that the inbox of each consumer does.
 */
export async function publishAll(bus: Bus, events: readonly NumberedEvent[]): Promise<Publication[]> {
  // A request that was on its way when the connection broke is never answered. Waiting for its time-out would
  // delay everything by seconds after each restart of the broker.
  const interruption = interrupted(bus);
  try {
    return await Promise.all(
      events.map(async (event): Promise<Publication> => {
        try {
          await Promise.race([publish(bus, event), interruption.promise]);
          return { outcome: "accepted" };
        } catch (error) {
          return judge(error);
        }
      }),
    );
  } finally {
    interruption.stop();
  }
}

async function publish(bus: Bus, event: NumberedEvent): Promise<void> {
  const about = { ...event, bytes: event.body.byteLength };
  await inProducerSpan(about, async (traceHeaders) => {
    const headers = createHeaders();
    for (const [name, value] of Object.entries(traceHeaders)) headers.set(name, value);
    headers.set(SEQUENCE_HEADER, String(event.number));
    await bus.jetstream.publish(event.subject, event.body, { msgID: event.eventId, headers });
  });
}

function judge(error: unknown): Publication {
  // The client wraps the server's refusal of a request.
  if (error instanceof RequestError && error.cause instanceof Error) return judge(error.cause);
  if (error instanceof Interrupted) return { outcome: "interrupted", reason: "connection-broke" };
  if (error instanceof PermissionViolationError) return { outcome: "refused", reason: "not-permitted" };
  if (error instanceof InvalidArgumentError) return { outcome: "refused", reason: "not-acceptable" };
  if (error instanceof JetStreamApiError && error.status === 400) {
    return { outcome: "refused", reason: `jetstream-${error.code}` };
  }
  return { outcome: "unanswered", reason: error instanceof Error ? error.name : "unknown" };
}

function interrupted(bus: Bus): { promise: Promise<never>; stop: () => void } {
  let stop = () => {};
  const promise = new Promise<never>((_resolve, reject) => {
    stop = bus.onStatus(() => reject(new Interrupted("the connection to NATS broke")));
  });
  promise.catch(() => {}); // nobody may be waiting when it breaks
  return { promise, stop };
}
