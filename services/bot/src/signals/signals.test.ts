import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { findPhrase, heardWords, isOnly, PatternWrong, readPhrase } from "./pattern.ts";
import { asksForPerson, dangerIn, saysGoodbye, signOfDanger } from "./signals.ts";

const { signals, learned } = await loadKnowledge();
const linesOf = (name: string) =>
  readFileSync(new URL(`../../corpus/${name}`, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "");

describe("a phrase", () => {
  const finds = (phrase: string, text: string, lists = {}) =>
    !!findPhrase(heardWords(text), [readPhrase(phrase, lists)]);
  test.each([
    ["cuchill*", "unos CUCHILLOS", true],
    ["kuchillo", "cuchillo", true],
    ["me peg^", "me está pegando", false],
    ["me ..1 peg^", "me está pegando", true],
    ["me peg^", "me pegaba", false],
    ["me peg^", "me pegó", true],
    ["(esta, estan) (aqui, al lado)", "está al lado", true],
    ["no (hablar, ver)? mas", "no mas", true],
    ["viene $", "ya viene", true],
    ["viene $", "viene mañana", false],
    ["hace N anos", "hace tres años", true],
    ["hace N anos", "hace 3 años", true],
    ["orden + vino", "vino ayer y tiene orden", true],
    ["orden + vino", "tiene orden", false],
    ["me mat^", "me m4ta", true],
  ])("%s in «%s»: %s", (phrase, text, found) => expect(finds(phrase, text)).toBe(found));
  test("takes its lists by name", () => expect(finds("@a me", "tu me", { a: "yo, tu" })).toBe(true));
  test.each(["(abierta", "cerrada)", "@nadie", "*"])("%s is refused", (phrase) =>
    expect(() => readPhrase(phrase, {})).toThrow(PatternWrong),
  );
  test("is the whole message or not", () => {
    const thanks = [readPhrase("(gracias, ya)", {})];
    expect(isOnly(heardWords("ya, gracias"), thanks)).toBe(true);
    expect(isOnly(heardWords("gracias, dónde denuncio"), thanks)).toBe(false);
  });
});

test("what a woman in danger writes is heard, whether by a phrase or by what examples taught", () => {
  const missed = linesOf("danger.txt").filter((text) => !dangerIn(signals, learned, text));
  expect(missed.length / linesOf("danger.txt").length).toBeLessThan(0.02);
});

describe("danger beside a question is heard", () => {
  test.each([
    "dónde denuncio, es que está afuera golpeando la puerta",
    "hay psicólogo gratis? ya no quiero seguir viviendo",
    "qué documentos llevo, me dijo que me va a matar si me voy",
    "mi marido le pega con correa a mi hijo, dónde se avisa",
    "tengo mucho miedo, cómo pido una orden de alejamiento",
    "quiero que deje de pegarme, a quién llamo",
  ])("%s", (text) => expect(dangerIn(signals, learned, text)).toBeDefined());
});

describe("a calm question is no danger", () => {
  test.each([
    "qué pena tiene amenazar de muerte a la pareja?",
    "no me pega, quiero saber qué es violencia económica",
    "nunca me ha pegado pero me insulta, eso es violencia?",
    "mi ex me pegó hace como tres años, todavía puedo denunciar",
    "mascarilla 19 qué significa",
    "estoy muerta de hambre",
    "cuál es el fono de prevención del suicidio",
    "dónde se constatan lesiones",
    "me mato de la risa",
  ])("%s", (text) => expect(dangerIn(signals, learned, text)).toBeUndefined());
});

test("a denial counts only for what it denies", () => {
  expect(signOfDanger(signals, "para que no me pegue más")?.group).toBe("agresion");
  expect(signOfDanger(signals, "no solo me pega")?.group).toBe("agresion");
  expect(signOfDanger(signals, "no me ha pegado pero tiene una pistola")?.group).toBe("arma");
});

test("she asks for a person in many ways, and not by asking who answers", () => {
  for (const text of linesOf("person.txt")) expect(asksForPerson(signals, heardWords(text)), text).toBe(true);
  for (const text of ["quién contesta aquí", "cómo hablo con mi hija", "dónde hay psicóloga gratis"])
    expect(asksForPerson(signals, heardWords(text)), text).toBe(false);
});

test("thanks are no goodbye, thanks and chao are", () => {
  expect(saysGoodbye(signals, heardWords("muchas gracias"))).toBe(false);
  expect(saysGoodbye(signals, heardWords("ya gracias chao"))).toBe(true);
});
