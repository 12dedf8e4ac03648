import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RobotAnswer, type RobotQuestion } from "@liss/contracts";
import { expect, test } from "vitest";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { answerEditor } from "./answer-editor.ts";
import { checkArticle } from "./check-article.ts";

const knowledge = await loadKnowledge();
const text = knowledge.files.get("denunciar.md") ?? "";
const gaps = [
  { words: "donde hay … para …", reason: "not-understood" as const, times: 3, lastDay: "2026-11-20" },
  { words: "como … el …", reason: "doubt" as const, times: 2, lastDay: "2026-11-20" },
];

async function ask<Is extends RobotAnswer["is"]>(question: RobotQuestion, is: Is, now = "2026-12-01") {
  const setting = { knowledge, now: new Date(now), gaps: async () => gaps };
  const answer = RobotAnswer.parse(JSON.parse(JSON.stringify(await answerEditor(question, setting))));
  expect(answer.is).toBe(is);
  return answer as Extract<RobotAnswer, { is: Is }>;
}

test("an editor sees every article with its state, and an expired one as expired", async () => {
  const { answer } = await ask({ ask: "articles" }, "articles");
  expect(answer.contentVersion).toBe(knowledge.version);
  expect(answer.articles).toHaveLength(knowledge.articles.length);
  const later = await ask({ ask: "articles" }, "articles", "2040-01-01");
  expect(new Set(later.answer.articles.map(({ state }) => state))).toEqual(new Set(["expired"]));
});

test("an editor sees what an article rests on, and that there is none of another name", async () => {
  const { answer } = await ask({ ask: "article", id: "denunciar" }, "article");
  expect(answer.text).toBe(text);
  expect(answer.sources.length).toBeGreaterThan(0);
  expect(answer.numbers.length).toBeGreaterThan(0);
  await ask({ ask: "article", id: "../numbers" }, "no-such-article");
});

test("an editor sees which article answers a question and by which words", async () => {
  const { answer } = await ask({ ask: "explain", text: "orden de alejamiento?" }, "explain");
  expect(answer.does).toBe("answers");
  expect(answer.candidates[0]?.topic).toBe("medidas-proteccion");
  expect(answer.candidates[0]?.found.map(({ word }) => word)).toContain("=medidas");
  const danger = await ask({ ask: "explain", text: "está afuera con un cuchillo" }, "explain");
  expect(danger.answer).toMatchObject({ does: "steps-back", sign: { words: expect.any(Array) } });
});

test("in the sandbox she goes from turn to turn with the state she was given", async () => {
  const opening = await ask({ ask: "turn" }, "turn");
  const { state } = opening.answer;
  const next = await ask({ ask: "turn", state, said: { kind: "text", text: "donde denuncio" } }, "turn");
  expect(next.answer.proposals[0]?.topic).toBe("denunciar");
  await ask({ ask: "turn", state: { phase: "elsewhere" } }, "not-understood");
});

test("words are shown from the third time on: once could point at a person", async () => {
  const { answer } = await ask({ ask: "gaps" }, "gaps");
  expect(answer.gaps.map(({ words }) => words)).toEqual(["donde hay … para …"]);
});

test("a wording that the service would refuse is refused with the reasons, and there is no patch", () => {
  const broken = text
    .replace(/\{\{number:[^}]*\}\}/, "600 000 0000")
    .replace(/^title: .*$/m, `title: ${"x".repeat(30)}`);
  const check = checkArticle(knowledge, "denunciar", broken);
  expect(check?.problems).toMatchObject([{ code: "fact-wrong", values: { fact: "title" } }]);
  expect(check?.patch).toBeNull();
  const renamed = checkArticle(knowledge, "denunciar", text.replace(/^id: .*$/m, "id: otro"));
  expect(renamed?.problems).toEqual([{ code: "id-changed", values: { id: "denunciar" } }]);
  const loose = checkArticle(
    knowledge,
    "denunciar",
    text.replace(/\{\{number:[^}]*\}\}/, "600 000 0000, mira www.inventado.cl ahora"),
  );
  expect(loose?.problems).toEqual(
    expect.arrayContaining([
      { code: "loose-number", values: { number: "600 000 0000" } },
      { code: "unlisted-link", values: { host: "inventado.cl" } },
    ]),
  );
});

test("a good wording leaves as a patch that git applies", async () => {
  const better = text.replace(/^short: .*$/m, "short: Dónde y cómo, paso a paso");
  expect(checkArticle(knowledge, "denunciar", text)?.patch).toBeNull();
  const patch = checkArticle(knowledge, "denunciar", better)?.patch ?? "";
  const root = mkdtempSync(join(tmpdir(), "liss-patch-"));
  const folder = join(root, "services/bot/content/es-CL");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "denunciar.md"), text);
  execFileSync("git", ["init", "-q"], { cwd: root });
  execFileSync("git", ["apply", "-"], { cwd: root, input: patch });
  expect(readFileSync(join(folder, "denunciar.md"), "utf8")).toBe(better);
  rmSync(root, { recursive: true });
});
