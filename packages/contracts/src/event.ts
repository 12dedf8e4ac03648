import { z } from "zod";
import {
  Actor,
  ContactId,
  EventId,
  Instant,
  type ServiceName,
  ServiceName as ServiceNameSchema,
  SessionId,
} from "./values.ts";

/**
 * What every event carries besides its own data.
 * `occurredAt` is the time of the fact by the source's clock; `contactId` and `sessionId` say whom it is about.
 */
const header = {
  id: EventId,
  source: ServiceNameSchema,
  occurredAt: Instant,
  actor: Actor,
  contactId: ContactId.optional(),
  sessionId: SessionId.optional(),
};

/** Who may publish an event and who acts on it; `audit` hears everything and is not listed. */
export type Route = { sources: readonly ServiceName[]; consumers: readonly ServiceName[]; summary: string };

export type EventContract<Type extends string = string, Data extends z.ZodType = z.ZodType> = Route & {
  type: Type;
  version: number;
  /** `<type>.v<version>`, the NATS subject. */
  subject: string;
  schema: z.ZodObject<
    typeof header & { type: z.ZodLiteral<Type>; version: z.ZodLiteral<number>; data: Data }
  >;
  /** A valid event, ready for the outbox. Throws a ZodError when the facts do not fit the contract. */
  create(facts: EventFacts<Data>): Envelope<Type, z.output<Data>>;
};

export type EventFacts<Data extends z.ZodType> = {
  id: EventId;
  source: ServiceName;
  occurredAt: Instant;
  actor: Actor;
  contactId?: ContactId | undefined;
  sessionId?: SessionId | undefined;
  data: z.input<Data>;
};

export type Envelope<Type extends string = string, Data = unknown> = {
  id: EventId;
  type: Type;
  version: number;
  source: ServiceName;
  occurredAt: Instant;
  actor: Actor;
  contactId?: ContactId | undefined;
  sessionId?: SessionId | undefined;
  data: Data;
};

/** The event that a contract describes: `EventOf<typeof MessageReceived>`. */
export type EventOf<Contract extends EventContract> =
  Contract extends EventContract<infer Type, infer Data> ? Envelope<Type, z.output<Data>> : never;

/**
 * Declares an event: name, version, who says it, who acts on it and its data, in one place.
 * Versions are additive; a version that has been published never changes meaning.
 */
export function event<Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  version: number,
  route: Route,
  shape: Shape,
): EventContract<Type, z.ZodObject<Shape>> {
  const data = z.object(shape);
  const schema = z.object({
    ...header,
    type: z.literal(type),
    version: z.literal(version),
    data,
  });
  return {
    ...route,
    type,
    version,
    subject: `${type}.v${version}`,
    schema: schema as never,
    create: (facts) => schema.parse({ ...facts, type, version }) as never,
  };
}
