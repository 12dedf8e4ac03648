import {
  type AlertCode,
  AlertRaised,
  type EventContract,
  type EventFacts,
  type EventOf,
} from "@liss/contracts";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";

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
