import { expect, test } from "vitest";
import { loadCheckText } from "../safety.ts";
import { checkFile } from "./check-file.ts";

const check = loadCheckText();
const run = (...lines: unknown[]) =>
  checkFile(lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"), check, {
    pii: false,
  });

test("answers each line, with the plan's words", () => {
  const { answers, problems } = run(
    { id: "a", text: "Hola" },
    "",
    { id: 2, text: "Nos vemos en la plaza", plan: { avoid: ["plaza"], somethingElse: 1 } },
    { id: "c", text: "¿te pegó?", plan: null },
  );
  expect(problems).toEqual([]);
  expect(answers.map(({ id, safe }) => [id, safe])).toEqual([
    ["a", true],
    [2, false],
    ["c", false],
  ]);
});

test("tells the number of a line that it cannot read, and why", () => {
  const { answers, problems } = run("{", { id: "a" }, { id: "b", text: "Hola" });
  expect(answers.map(({ id }) => id)).toEqual(["b"]);
  expect(problems).toEqual([
    expect.stringMatching(/^1: not a JSON object: /),
    expect.stringMatching(/^2: text: /),
  ]);
});
