import { RobotQuestion, robotPreviewSubject } from "@liss/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, logIn, startHouse } from "../routing.test-support.ts";

let house: House;
let url: string;

beforeAll(async () => {
  house = await startHouse();
  url = await house.replica();
}, 60_000);
afterAll(() => house?.stop());

const articles = { contentVersion: "es-CL+0123456789ab", articles: [], refused: [] };
const question = { ask: "articles" };

test("an editor is told that the robot is away, and is answered once it is there", async () => {
  const editor = await logIn(url, "Elena");
  const away = await editor.ask("POST", "/robot", question);
  expect(away.status).toBe(503);

  const bot = await house.busOf("bot");
  const heard: unknown[] = [];
  bot.connection.subscribe(robotPreviewSubject, {
    callback: (_, message) => {
      heard.push(RobotQuestion.parse(message.json()));
      message.respond(JSON.stringify({ is: "articles", answer: articles }));
    },
  });
  await bot.connection.flush();
  const answer = await editor.ask("POST", "/robot", question);
  expect([answer.status, answer.body]).toEqual([200, articles]);
  expect(heard).toEqual([question]);
  expect((await editor.ask("POST", "/robot", { ask: "everything" })).status).toBe(422);
});

test("an editor has no other door, and who attends has none to the editors' page", async () => {
  const editor = await logIn(url, "Elena");
  for (const path of ["/desk", "/search?words=hola", "/people", "/canned-replies"])
    expect((await editor.ask("GET", path)).status, path).toBe(403);
  for (const name of ["Ana", "Diana"]) {
    const person = await logIn(url, name);
    expect((await person.ask("POST", "/robot", question)).status, name).toBe(403);
  }
  const nobody = await fetch(`${url}/api/robot`, { method: "POST", body: "{}" });
  expect(nobody.status).toBe(401);
});
