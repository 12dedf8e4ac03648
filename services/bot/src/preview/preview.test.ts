import { expect, test } from "vitest";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { explain } from "./explain.ts";
import { SandboxTurn, sandboxTurn } from "./sandbox.ts";

const knowledge = await loadKnowledge();
const now = new Date("2026-12-01T12:00:00Z");

test("an editor sees which article answers, by which words, how sure, and in which version", () => {
  const { candidates, confidence, tokens, sign, floors } = explain(knowledge, "orden de alejamiento?", now);
  expect(tokens).toContain("=medidas");
  expect(candidates[0]).toMatchObject({
    topic: "medidas-proteccion",
    articleVersion: expect.stringMatching(/^[0-9a-f]{12}$/),
  });
  expect(candidates[0]?.found["=medidas"]).toContain("keywords");
  expect(confidence).toBeGreaterThanOrEqual(floors.answer);
  expect(sign).toBeUndefined();
});

test("an editor sees what would make it step back", () => {
  expect(explain(knowledge, "está afuera con un cuchillo", now).sign?.group).toBe("ahora-y-cerca");
});

test("nothing that may not be served is a candidate", () => {
  expect(explain(knowledge, "orden de alejamiento?", new Date("2030-01-01")).candidates).toEqual([]);
});

test("in the sandbox the robot opens, and answers with the state that the editor gives back", () => {
  const topics = ["denunciar", "lbt"];
  const opening = sandboxTurn(knowledge, { topics }, now);
  const state = SandboxTurn.parse(JSON.parse(JSON.stringify({ topics, state: opening.state }))).state;
  const answer = sandboxTurn(
    knowledge,
    { topics, ...(state ? { state } : {}), message: { kind: "text", text: "1" } },
    now,
  );
  expect(opening.proposals[0]?.content.kind).toBe("list");
  expect(answer.proposals[0]?.topic).toBe("denunciar");
});
