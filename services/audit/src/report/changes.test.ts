import { ColleagueChanged, PolicyChanged, ServiceStarted } from "@liss/contracts";
import { expect, test } from "vitest";
import { attention, report, start } from "../fixtures/day.ts";

test("what ran: each start with its release and versions, and which settings were others than before", () => {
  const started = (minutes: number, release: string, configuration: Record<string, string>) =>
    ServiceStarted.create({
      id: crypto.randomUUID(),
      source: "triage",
      occurredAt: new Date(start.getTime() + minutes * 60_000).toISOString(),
      actor: { kind: "service", name: "triage" },
      data: { release, runtime: "Node.js 24.21.0", configuration, versions: { rules: "2026-11-1" } },
    });
  const dayBefore = -20 * 60;
  const { changes } = report([
    started(dayBefore, "1", { PORT: "000000000001", LISS_MODE: "00000000000a" }),
    started(0, "2", { PORT: "000000000002", LISS_MODE: "00000000000a", NEW: "00000000000b" }),
    PolicyChanged.create({
      id: crypto.randomUUID(),
      source: "executive-routing",
      occurredAt: start.toISOString(),
      actor: { kind: "person", id: "carla", role: "supervisor" },
      data: { personId: "carla", names: ["hours"] },
    }),
    ColleagueChanged.create({
      id: crypto.randomUUID(),
      source: "executive-routing",
      occurredAt: start.toISOString(),
      actor: { kind: "person", id: "carla", role: "supervisor" },
      data: { personId: "carla", about: "ana", names: ["team"], team: "noche" },
    }),
  ]);
  expect(changes).toMatchObject([
    { index: 1, what: "triage", release: "2", versions: { rules: "2026-11-1" }, settings: ["NEW", "PORT"] },
    { index: 2, what: "policy", personId: "carla", settings: ["hours"] },
    { index: 3, what: "colleague", personId: "carla", settings: ["team"] },
  ]);
});

test("numbers that a service gave and the record does not have are listed", () => {
  const events = attention("seen").events.filter(({ source }) => source === "executive-routing");
  expect(report(events, [1, 2, 5, 6, 9, 10]).gaps).toEqual([
    { source: "executive-routing", from: 3, to: 4 },
    { source: "executive-routing", from: 7, to: 8 },
  ]);
});
