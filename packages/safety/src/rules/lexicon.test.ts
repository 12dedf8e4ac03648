import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { createUnveil } from "../reading/hidden.ts";
import { formsOf } from "../reading/verb-forms.ts";
import { wordsOf } from "../reading/words.ts";
import { fieldName, ruleName } from "../weights/features.ts";
import { compilePattern } from "./compiled.ts";
import { createFinder } from "./find.ts";
import { loadLexicon } from "./load-lexicon.ts";
import { PatternWrong, parsePattern } from "./pattern.ts";
import { complete } from "./together.ts";
import { createVocabulary } from "./vocabulary.ts";

function matches(pattern: string, text: string, lists: Record<string, string> = {}): string[] {
  const vocabulary = createVocabulary();
  const ways = compilePattern(pattern, new Map(Object.entries(lists)), vocabulary);
  const find = createFinder(
    ways.flatMap((nodes, way) =>
      nodes.map((node, part) => ({ node, owner: { pattern: way, part, parts: nodes.length } })),
    ),
  );
  const words = wordsOf(text).map((word) => ({ ...word, classes: new Set(vocabulary.classesOf(word)) }));
  return complete(find(words), words).map(({ from, to }) =>
    text.slice(words[from]!.start, words[to - 1]!.end),
  );
}

describe("a pattern", () => {
  test.each([
    ["denunci*", "La Denunciante", ["Denunciante"]],
    ["te ..2 ~pegar", "te ha vuelto a pegar, te pegó", ["te pegó"]],
    ["=él", "el y él", ["él"]],
    ["(a b | c) d?", "a b d c", ["a b d", "c"]],
    ["sola $", "estás sola. sola en casa", ["sola"]],
    ["llegue ,", "cuando llegue, me dices; cuando llegue el pan", ["llegue"]],
    ["uno & dos", "dos tres uno. dos. uno", ["dos tres uno"]],
    ["uno | dos & tres", "uno. dos. tres dos", ["uno", "tres dos"]],
    ["@quien llega", "ella llega", ["ella llega"]],
  ])("%s in %s", (pattern, text, found) => {
    expect(matches(pattern, text, { quien: "el | ella" })).toEqual(found);
  });

  test.each(["(a", "a |", "..3 a", "@nada", "~casa", "a?", "a & & b", "..99 a"])(
    "that is wrong is refused: %s",
    (pattern) => {
      expect(() => compilePattern(pattern, new Map(), createVocabulary())).toThrow(PatternWrong);
    },
  );

  test("has no list that contains itself", () => {
    expect(() => compilePattern("@a", new Map([["a", "b | @a"]]), createVocabulary())).toThrow(
      /contains itself/,
    );
    expect(parsePattern("a | b & c")).toHaveLength(2);
  });
});

test("verbs come in their forms, spoken and with pronouns", () => {
  expect(formsOf("pegar")).toEqual(
    expect.arrayContaining(["pega", "pego", "pegue", "pegai", "pegao", "pegando", "pegarte", "pegandote"]),
  );
  expect(formsOf("perseguir")).toEqual(expect.arrayContaining(["persigue", "persiguio", "perseguirte"]));
  expect(formsOf("borrar")).toContain("borralo");
});

test("words that only resemble a guarded one are left alone", () => {
  const unveil = createUnveil({ guarded: ["juzgado", "denuncia"], similar: ["jugado"], knows: () => false });
  const keys = (text: string) => unveil(wordsOf(text)).map(({ key }) => key);
  const [guarded] = wordsOf("juzgado");
  expect(keys("jugado")).not.toContain(guarded?.key);
  expect(keys("jusgdo")).toContain(guarded?.key);
  expect(keys("renuncia")).toEqual(["renunsia"]);
});

test("the weights were learned from the lexicon as it is written now", () => {
  const { fields, rules, weights } = loadLexicon();
  const known = new Set([
    ...fields.map(({ says }) => fieldName(says)),
    ...rules.flatMap(({ code, sure, patterns }) =>
      sure ? [] : patterns.map((pattern) => ruleName(code, pattern)),
    ),
  ]);
  const weighed = Object.keys(weights.weights).filter((feature) => feature.startsWith("#"));
  // After a change of rules or fields: npm run safety:learn
  expect(weighed.filter((feature) => !known.has(feature))).toEqual([]);
  expect(weighed.length).toBeGreaterThan(known.size * 0.9);
});

test("a damaged network is refused when it is loaded, by its file and the part that is wrong", () => {
  const folder = mkdtempSync(join(tmpdir(), "lexicon-"));
  try {
    cpSync(new URL("../../lexicon/es-CL/", import.meta.url), folder, { recursive: true });
    const file = join(folder, "network.json");
    const network = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...network, taps: { steps: "", values: "" } }));
    expect(() => loadLexicon(pathToFileURL(`${folder}/`))).toThrow(
      /network\.json: .*the network's taps has 0 numbers/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
