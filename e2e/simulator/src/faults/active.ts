import { randomUUID } from "node:crypto";
import type { FaultView } from "../view.ts";
import { changed, type World } from "../world/world.ts";
import type { Fault, FaultOf, FaultRequest } from "./fault.ts";

/** Faults that describe a situation rather than an accident: they last until removed. */
const lasting = new Set<FaultRequest["kind"]>([
  "batch",
  "revoked-token",
  "window-closed",
  "blocked",
  "read-without-delivered",
]);
const mostActive = 200;

/** @returns undefined when too many are active already. */
export function inject(world: World, request: FaultRequest): Fault | undefined {
  if (world.faults.length >= mostActive) return undefined;
  const times = request.times === undefined ? (lasting.has(request.kind) ? null : 1) : request.times;
  const fault: Fault = { id: randomUUID(), request, times, acted: 0 };
  world.faults.push(fault);
  changed(world, { about: "faults" });
  return fault;
}

/** @returns whether there was such a fault. */
export function withdraw(world: World, id: string): boolean {
  const at = world.faults.findIndex((fault) => fault.id === id);
  if (at < 0) return false;
  world.faults.splice(at, 1);
  changed(world, { about: "faults" });
  return true;
}

/**
 * Uses up one turn of the first active fault of this kind, and gives its options;
 * undefined when none applies.
 */
export function strike<K extends FaultRequest["kind"]>(
  world: World,
  kind: K,
  about: { phoneId?: string | undefined; on?: "messages" | "statuses" | undefined } = {},
): FaultOf<K> | undefined {
  const fault = world.faults.find(({ request }) => request.kind === kind && concerns(request, about));
  if (!fault) return undefined;
  fault.acted += 1;
  if (fault.times !== null) fault.times -= 1;
  if (fault.times === 0) world.faults.splice(world.faults.indexOf(fault), 1);
  changed(world, { about: "faults" });
  return fault.request as FaultOf<K>;
}

function concerns(
  request: FaultRequest,
  about: { phoneId?: string | undefined; on?: "messages" | "statuses" | undefined },
): boolean {
  if (request.phoneId !== null && request.phoneId !== about.phoneId) return false;
  if ("on" in request && request.on !== "all" && request.on !== about.on) return false;
  return true;
}

export function faultView({ id, request, times, acted }: Fault): FaultView {
  const { kind, phoneId, times: _times, ...options } = request;
  return { id, kind, times, phoneId, acted, options };
}
