import {
  AlertRaised,
  ColleagueChanged,
  KeysRotated,
  PersonChanged,
  PolicyChanged,
  RestoreChecked,
  ServiceStarted,
} from "@liss/contracts";
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

test("what was done on the machine and to people's accounts, by whom, and nothing of another alert", () => {
  const facts = () => ({
    id: crypto.randomUUID(),
    source: "executive-routing" as const,
    occurredAt: start.toISOString(),
    actor: { kind: "service" as const, name: "executive-routing" as const },
  });
  const personId = "system:operadora";
  const rotation = {
    rotationId: crypto.randomUUID(),
    personId,
    place: "file" as const,
    from: ["a"],
    living: 2,
  };
  const alert = (code: "incident-frozen" | "line-silent", detail: Record<string, string | boolean>) =>
    AlertRaised.create({ ...facts(), data: { code, severity: "critical", detail } });
  const { changes } = report([
    PersonChanged.create({
      ...facts(),
      data: { personId, about: "carla", change: "invited", role: "supervisor" },
    }),
    KeysRotated.create({
      ...facts(),
      data: { ...rotation, stage: "begun", underFormer: 2, forgotten: false },
    }),
    KeysRotated.create({
      ...facts(),
      data: { ...rotation, stage: "done", to: "b", rewrapped: 2, underFormer: 0, forgotten: true },
    }),
    RestoreChecked.create({ ...facts(), data: { personId, cameBack: 0 } }),
    RestoreChecked.create({ ...facts(), data: { personId, cameBack: 3 } }),
    alert("incident-frozen", { by: personId, rotated: true }),
    alert("line-silent", {}),
  ]);
  expect(changes.map(({ what, settings, versions }) => [what, settings, versions])).toEqual([
    ["person", ["invited"], {}],
    ["keys", ["rotation-begun"], {}],
    ["keys", ["rotation-done"], { key: "b" }],
    ["restore", [], {}],
    ["restore", ["erased-again"], {}],
    ["incident", ["evidence-copied", "logins-ended", "passwords-changed"], {}],
  ]);
  expect(new Set(changes.map((change) => change.personId))).toEqual(new Set([personId]));
});

test("numbers that a service gave and the record does not have are listed", () => {
  const events = attention("seen").events.filter(({ source }) => source === "executive-routing");
  expect(report(events, [1, 2, 5, 6, 9, 10]).gaps).toEqual([
    { source: "executive-routing", from: 3, to: 4 },
    { source: "executive-routing", from: 7, to: 8 },
  ]);
});
