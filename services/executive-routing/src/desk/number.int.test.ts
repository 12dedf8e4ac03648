import type { NumberQuestion } from "@liss/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, type House, logIn, startHouse } from "../routing.test-support.ts";

type Person = Awaited<ReturnType<typeof logIn>>;
const number = "56900000001";
let house: House;
let ana: Person;
let berta: Person;
let carla: Person;
let asked: NumberQuestion[];

beforeAll(async () => {
  house = await startHouse();
  const url = await house.replica();
  [ana, berta, carla] = await Promise.all([logIn(url, "Ana"), logIn(url, "Berta"), logIn(url, "Carla")]);
  for (const one of [ana, berta, carla]) await one.ask("POST", "/me/ready", { ready: false });
});
afterAll(() => house?.stop());

const askedBy = (who: Person, sessionId: string, purpose: string) =>
  who.ask("POST", `/sessions/${sessionId}/number`, { purpose });

test("her number is for whoever attends an emergency, for that alone, and for supervisors; never without the gateway", async () => {
  const hers = await house.writes("hola");
  await house.assesses(hers, "support");
  await eventually(async () => expect((await carla.read(hers.sessionId)).card.tier).toBe("support"));
  expect((await ana.command(hers.sessionId, "claim")).status).toBe(200);
  const { sessionId } = hers;

  expect((await askedBy(ana, sessionId, "emergency-services")).body.code).toBe("no-emergency");
  await ana.command(sessionId, "emergency/open");
  expect((await askedBy(ana, sessionId, "emergency-services")).body.code).toBe("unavailable");
  asked = await house.knowsNumbers(number);
  const answer = await askedBy(ana, sessionId, "emergency-services");
  expect(answer).toMatchObject({ status: 200, body: { number, showSeconds: 30 } });
  expect((await askedBy(ana, sessionId, "court-order")).body.code).toBe("not-permitted");
  expect((await askedBy(berta, sessionId, "emergency-services")).body.code).toBe("not-yours");
  expect((await askedBy(ana, sessionId, "curiosity")).body.code).toBe("invalid-request");
  expect((await askedBy(carla, sessionId, "court-order")).status).toBe(200);
  expect(asked.map(({ role, purpose }) => [role, purpose])).toEqual([
    ["executive", "emergency-services"],
    ["supervisor", "court-order"],
  ]);

  // Whoever knows her never gets it.
  await carla.ask("POST", `/sessions/${sessionId}/wall`);
  expect((await askedBy(carla, sessionId, "court-order")).body.code).toBe("not-found");
});
