import { describe, expect, test } from "vitest";
import { saysAgreedWord } from "./agreed-word.ts";
import { readDuressWord } from "./duress-word.ts";
import { saysExitWord } from "./exit-word.ts";

describe("the exit word", () => {
  test.each([
    "chao",
    "CHAO",
    "chaooo",
    "Chao!!",
    "ya chao",
    "chao, gracias por todo",
    "llegó, chao",
    "me tengo que ir chao",
    "Chao 👋",
    "chau",
    "bueno chao besos",
    "no puedo más. chao",
  ])("stops everything: %s", (text) => {
    expect(saysExitWord(text)).toBe(true);
  });
  test.each([
    "¿qué pasa si digo chao?",
    "que pasa si escribo chao",
    "cómo digo chao?",
    "la palabra es chao",
    "mi mamá dijo chao",
    "chao? que significa",
    "hola",
    "el chaolin queda lejos",
    "le dije chao y me fui a trabajar",
    "",
  ])("does not: %s", (text) => {
    expect(saysExitWord(text)).toBe(false);
  });
  test("can be another one", () => {
    expect(saysExitWord("ya, nos vemos en la feria", ["nos vemos en la feria"])).toBe(true);
    expect(saysExitWord("chao", ["nos vemos en la feria"])).toBe(false);
  });
});

describe("the duress word", () => {
  test("in earnest raises an alarm, also in a longer goodbye", () => {
    expect(readDuressWord("Saludos a la tía Berta", "saludos a la tía Berta")).toBe("said");
    expect(readDuressWord("ya me voy, saludos a la tia berta, besos", "saludos a la tía Berta")).toBe("said");
    expect(readDuressWord("¿saludos a la tía Berta?", "saludos a la tía Berta")).toBe("said");
  });
  test("named as a word does not", () => {
    expect(readDuressWord("la clave era saludos a la tía Berta?", "saludos a la tía Berta")).toBe(
      "spoken-about",
    );
  });
  test("is absent when there is none or something else is said", () => {
    expect(readDuressWord("saludos a todos", "saludos a la tía Berta")).toBe("absent");
    expect(readDuressWord("saludos", undefined)).toBe("absent");
  });
});

test("the agreed word is recognised by its sound", () => {
  expect(saysAgreedWord("soy yo, jirasol", "girasol")).toBe(true);
  expect(saysAgreedWord("soy yo", "girasol")).toBe(false);
  expect(saysAgreedWord("soy yo", undefined)).toBe(false);
});
