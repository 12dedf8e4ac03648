import { createHash } from "node:crypto";
import type { JsMsg } from "@nats-io/jetstream";
import type { MsgHdrs } from "@nats-io/nats-core";
import type { RawMessage } from "./handlers.ts";

/** A message in our hands, and the four things that can be said about it to the broker. */
export type Delivery = RawMessage & {
  /** `Nats-Msg-Id`, or its place in the stream when a stranger published it without one. */
  eventId: string;
  deliveries: number;
  /** Done, whatever "done" is. */
  ack(): void;
  /** Again, after so many milliseconds. */
  nak(delay: number): void;
  /** Never again. */
  term(): void;
  /** Still at it: the time until redelivery starts anew. */
  working(): void;
};

export function deliveryOf(message: JsMsg): Delivery {
  return {
    ...storedMessage(message.subject, message.headers, message.data, message.seq),
    deliveries: message.info.deliveryCount,
    ack: () => message.ack(),
    nak: (delay) => message.nak(delay),
    term: () => message.term(),
    working: () => message.working(),
  };
}

export function storedMessage(
  subject: string,
  headers: MsgHdrs | undefined,
  body: Uint8Array,
  sequence: number,
) {
  const plain = Object.fromEntries(headers ? headers.keys().map((key) => [key, headers.get(key)]) : []);
  return {
    subject,
    headers: plain,
    body,
    streamSequence: sequence,
    eventId: plain["Nats-Msg-Id"] || `stream:${sequence}`,
  };
}

/**
 * The inbox key of a raw message: two messages with one event id and different bytes are two facts for whoever
 * keeps the record, and a repetition is still recognised.
 */
export function rawKey(eventId: string, body: Uint8Array): string {
  return `${eventId}:${createHash("sha256").update(body).digest("hex").slice(0, 16)}`;
}
