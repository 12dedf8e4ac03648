import { describe, expect, test } from "vitest";
import { replay } from "../measure/replay.ts";
import { loadRules } from "../rules/load-rules.ts";
import { assess, newConversation } from "./assess.ts";
import { signsOfClock } from "./nearby.ts";
import { readingOf } from "./reading.ts";
import { isAtLeast } from "./tiers.ts";

const rules = await loadRules();
const read = (text: string, codes: Parameters<typeof assess>[3] = {}) =>
  assess(rules, newConversation, readingOf({ kind: "text", text }), codes);

describe("her own code word", () => {
  const codes = [{ words: "girasol azul", says: "Pide ayuda sin que se note.", effect: "imminent" as const }];
  test("means what was agreed, however it is spelled, and is shown where she said it", () => {
    const text = "oye te acordai del JIRASOL azul del patio";
    const seen = read(text, { codes });
    expect(seen.tier).toBe("imminent");
    expect(seen.indicators).toContain("codigo_encubierto");
    const { start, end } = seen.evidence.find(({ rule }) => rule === "codigo-personal")!;
    expect(text.slice(start, end)).toBe("JIRASOL azul");
  });
  test("is nobody else's", () => {
    const text = "oye te acordai del girasol azul del patio";
    const ruled = assess(
      { ...rules, weigher: undefined },
      newConversation,
      readingOf({ kind: "text", text }),
    );
    expect(ruled.indicators).not.toContain("codigo_encubierto");
    // The model may find the sentence odd; the agreement is not what says so.
    expect(read(text).evidence.map(({ rule }) => rule)).not.toContain("codigo-personal");
  });
  test("asked about is not used", () => {
    expect(read("para qué sirve la clave girasol azul", { codes }).indicators).not.toContain(
      "codigo_encubierto",
    );
  });
});

describe("the clock", () => {
  test("ten messages in a minute need a person; nine do not", () => {
    expect(signsOfClock(9)).toEqual([]);
    expect(signsOfClock(10)).toEqual(["rafaga"]);
    expect(read("hola", { signs: ["rafaga"] }).needsListening).toBe(true);
  });
  test("a burst is counted over the times of the conversation", () => {
    const messages = Array.from({ length: 10 }, (_, at) => ({
      text: "hola",
      at: new Date(Date.UTC(2026, 2, 2, 21, 4, at * 5)).toISOString(),
    }));
    expect(replay(rules, { id: "a", messages }).needsListening).toBe(true);
    expect(replay(rules, { id: "a", messages: messages.slice(0, 9) }).needsListening).toBe(false);
  });
});

describe("a message that breaks off", () => {
  test.each(["ayuda esta aca no pue", "tiene un cuchi", "esta con un kuchi", "me esta pega"])(
    "%s",
    (text) => {
      expect(read(text).tier).toBe("imminent");
    },
  );
  test("but not every unfinished one", () => {
    expect(read("hola buenas, quería preguntar por el horar").tier).not.toBe("imminent");
  });
});

describe("another day, in a sentence of its own", () => {
  test("is that of the sentence before", () => {
    expect(read("me encerro con llave. eso fue la semana pasada").tier).toBe("high");
    expect(read("me encerro con llave. está afuera").tier).toBe("imminent");
  });
  test("unless it tells something itself: what else happened that day lowers nothing", () => {
    expect(read("me encerro con llave. ayer me pego").tier).toBe("imminent");
    expect(read("me dejo encerrada en la pieza. anoche me corto").tier).toBe("imminent");
  });
});

describe("whoever only begins to speak", () => {
  test.each([
    "hola",
    "hola buenas noches, quiero hacer una consulta",
    "hola, necesito ayuda 🌻",
    "perdón que moleste a esta hora",
    "no sé por dónde empezar",
    "una amiga me pasó este contacto",
    "quiero preguntar algo pero me da vergüenza",
  ])("does not wait behind questions: %s", (text) => {
    expect(isAtLeast(read(text).tier, "support")).toBe(true);
  });
  test("but a stranger's business does", () => {
    expect(read("vendo lavadora casi nueva, interesadas al interno").tier).toBe("unrelated");
    expect(read("¿mi señora les escribió a ustedes ayer?").tier).toBe("unrelated");
  });
});

describe("what is hard to read", () => {
  test.each([
    ["nothing", ""],
    ["only emoji", "😭".repeat(4_096)],
    ["zero-width characters", "\u200b\u200d\u2060"],
    ["another language", "please could somebody come to the house because there is trouble"],
    ["another alphabet", "помогите мне пожалуйста"],
  ])("%s is not understood: a person must look", (_, text) => {
    expect(read(text)).toMatchObject({ understood: false, needsListening: true });
  });
  test("marks of direction, hidden letters and HTML do not hide the words", () => {
    expect(read("\u202eme está pegando").indicators).toContain("agresion_en_curso");
    expect(read("m\u200be est\u200bá p\u200begando").indicators).toContain("agresion_en_curso");
    expect(read("<b>me est<i>á</i></b> pegando ayuda").indicators).toContain("agresion_en_curso");
  });
  test("what he wrote, pasted into the chat, is read as his threat", () => {
    expect(read("[21:04] Él: te voy a matar perra\n[21:05] Yo: déjame tranquila").indicators).toContain(
      "amenaza_muerte",
    );
  });
});

test("whoever asks whether she wrote is told nothing by the tier, and is seen", () => {
  const seen = read("¿mi señora les escribió a ustedes?");
  expect(seen).toMatchObject({ tier: "unrelated", indicators: ["posible_agresor_sondeo"] });
});
