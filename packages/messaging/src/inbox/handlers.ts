import type { Envelope, EventContract, EventOf, ServiceName } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import type { MessagingTables } from "../tables.ts";

/** What a handler may touch. Everything it does through `tx` and `emit` happens together, or not at all. */
export type HandlerContext<DB> = {
  tx: Transaction<DB>;
  /** Events to publish if, and only if, this transaction commits. */
  emit(...events: Envelope[]): void;
  /** How often this message was delivered, this time included. 1 = the first time. */
  deliveries: number;
};

/** A message as it came, for whoever keeps bytes and not meaning (the audit). */
export type RawMessage = {
  subject: string;
  headers: Record<string, string>;
  body: Uint8Array;
  streamSequence: number;
};

/**
 * A handler returns = done, throws = by class (`Transient`, `Permanent`, `Conflict`, other). It runs inside a
 * transaction that lasts as long as it does, so it waits for nothing outside the database.
 */
export type Handler<DB> =
  | {
      kind: "event";
      contract: EventContract;
      handle: (event: Envelope, context: HandlerContext<DB>) => Promise<void>;
      handleMany?: (arrived: readonly Arrived<Envelope>[], context: HandlerContext<DB>) => Promise<void>;
    }
  | { kind: "any"; handle: (message: RawMessage, context: HandlerContext<DB>) => Promise<void> }
  | {
      kind: "fenced";
      handle: (message: RawMessage) => Promise<void>;
      handleMany: ((messages: readonly RawMessage[]) => Promise<void>) | undefined;
    };

/** Acts on one event of the catalogue; it arrives parsed and checked against its schema. */
export function on<Contract extends EventContract, DB extends MessagingTables>(
  contract: Contract,
  handle: (event: EventOf<Contract>, context: HandlerContext<DB>) => Promise<void>,
): Handler<DB> {
  return {
    kind: "event",
    contract,
    // The schema of this very contract has just accepted the event.
    handle: (event, context) => handle(event as EventOf<Contract>, context),
  };
}

/** One of several messages that are dealt with in one transaction. */
export type Arrived<Event> = {
  event: Event;
  /** Runs what is done for this message alone in its own trace; `emit` in there, too. */
  within<T>(work: () => T): T;
};

/**
 * Acts on one event of the catalogue, on as many at once as arrived together: their statements are shared, and so is
 * the commit. If it throws, nothing has happened to any of them, and each comes by itself.
 */
export function onMany<Contract extends EventContract, DB extends MessagingTables>(
  contract: Contract,
  handleMany: (arrived: readonly Arrived<EventOf<Contract>>[], context: HandlerContext<DB>) => Promise<void>,
): Handler<DB> {
  const many = handleMany as (
    arrived: readonly Arrived<Envelope>[],
    context: HandlerContext<DB>,
  ) => Promise<void>;
  return {
    kind: "event",
    contract,
    handle: (event, context) => many([{ event, within: (work) => work() }], context),
    handleMany: many,
  };
}

/**
 * Acts on every message that the consumer receives, parsed or not, of a type we know or not. A repetition with
 * the same bytes does not reach it; the same event id with other bytes does.
 */
export function onAny<DB extends MessagingTables>(
  handle: (message: RawMessage, context: HandlerContext<DB>) => Promise<void>,
): Handler<DB> {
  return { kind: "any", handle };
}

/**
 * Acts on every message like `onAny`, in transactions of its own: there is no inbox entry, so what it does must itself
 * recognise a repetition. It is acknowledged when the promise resolves, and may then share one commit with many
 * others: one per message would be most of the cost of a short record. With `handleMany` a backlog comes as lists:
 * if that rejects, each of the list comes to `handle`.
 */
export function onAnyFenced<DB>(
  handle: (message: RawMessage) => Promise<void>,
  handleMany?: (messages: readonly RawMessage[]) => Promise<void>,
): Handler<DB> {
  return { kind: "fenced", handle, handleMany };
}

/**
 * A service that the catalogue names as a consumer without a handler would dead-letter those events; a handler
 * that the catalogue does not know of would never be called. Both are mistakes to see at the start.
 */
export function assertHandlersFit<DB>(
  handlers: readonly Handler<DB>[],
  service: ServiceName,
  catalogue: readonly EventContract[],
): void {
  if (handlers.some((handler) => handler.kind !== "event")) {
    if (handlers.length > 1) throw new Error("onAny() stands alone: it already receives every message");
    return;
  }
  const handled = handlers.flatMap((handler) => (handler.kind === "event" ? [handler.contract.subject] : []));
  const expected = catalogue
    .filter((contract) => contract.consumers.includes(service))
    .map((contract) => contract.subject);
  const twice = handled.filter((subject, index) => handled.indexOf(subject) !== index);
  const missing = expected.filter((subject) => !handled.includes(subject));
  const unheard = handled.filter((subject) => !expected.includes(subject));
  if (twice.length > 0) throw new Error(`${service} has two handlers for ${twice.join(", ")}`);
  if (missing.length > 0) throw new Error(`${service} consumes but does not handle ${missing.join(", ")}`);
  if (unheard.length > 0) {
    throw new Error(
      `${service} handles ${unheard.join(", ")} but the catalogue does not list it as a consumer`,
    );
  }
}
