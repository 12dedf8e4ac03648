import type { EventContract, EventOf } from "@liss/contracts";
import { type Arrived, type Handler, type HandlerContext, on, onMany } from "@liss/messaging";
import type { Safety } from "@liss/safety";
import type { Vault } from "@liss/vault";
import type { RoutingTables } from "../database/tables.ts";
import type { IsHoliday } from "../hours/schedule.ts";

/** Our own time, injected: rules and tests never look at the wall. */
export type Clock = { now(): string };

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** What the handlers of arriving events need besides their transaction. */
export type Handling = { clock: Clock; vault: Vault; isHoliday: IsHoliday; safety: Safety };

/** Acts on one event of the catalogue, on this service's tables. */
export function onEvent<Contract extends EventContract>(
  contract: Contract,
  handle: (event: EventOf<Contract>, context: HandlerContext<RoutingTables>) => Promise<void>,
): Handler<RoutingTables> {
  return on(contract, handle);
}

/** Acts on as many as arrived together, in one transaction. */
export function onEvents<Contract extends EventContract>(
  contract: Contract,
  handle: (
    arrived: readonly Arrived<EventOf<Contract>>[],
    context: HandlerContext<RoutingTables>,
  ) => Promise<void>,
): Handler<RoutingTables> {
  return onMany(contract, handle);
}
