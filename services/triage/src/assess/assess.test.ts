import type { MessageContent } from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { loadRules } from "../rules/load-rules.ts";
import { type Assessment, assess, type Conversation, newConversation } from "./assess.ts";
import { lost, readingOf } from "./reading.ts";

const rules = await loadRules();

const read = (text: string, conversation: Conversation = newConversation): Assessment =>
  assess(rules, conversation, readingOf({ kind: "text", text }));

/** She writes several messages; what the last one shows. */
function conversationOf(...texts: string[]): Assessment {
  return texts.reduce<{ last: Assessment; before: string[] }>(
    ({ last, before }, text) => ({
      last: assess(rules, last.conversation, readingOf({ kind: "text", text }), { before, after: [] }),
      before: [...before, text],
    }),
    { last: { conversation: newConversation } as Assessment, before: [] },
  ).last;
}

describe("denial", () => {
  test("of one thing does not lower another", () => {
    const seen = read("no me ha pegado, pero me amenaza con un cuchillo");
    expect(seen.indicators).not.toContain("violencia_fisica");
    expect(seen.indicators).toContain("arma_blanca");
    expect(seen.tier).toBe("high");
  });
  test("ends where the clause ends", () => {
    expect(read("no, me pegó").indicators).toContain("violencia_fisica");
    expect(read("no aguanto que me pegue").indicators).toContain("violencia_fisica");
    expect(read("no para de pegarme").indicators).toContain("violencia_fisica");
  });
  test("that affirms is no denial", () => {
    expect(read("nunca me había pegado tan fuerte").indicators).toContain("violencia_fisica");
  });
});

describe("the whole conversation", () => {
  test("he is outside, and then a knife", () => {
    const seen = conversationOf("está afuera", "con un cuchillo");
    expect(seen.tier).toBe("imminent");
    expect(seen.indicators).toContain("arma_blanca");
    expect(seen.conversation.indicators).toEqual(["agresor_presente", "arma_blanca"]);
  });
  test("a sentence in two messages is read as one, and its evidence is in the message", () => {
    const [first, second] = ["el dice que me quiere", "matar"];
    const seen = conversationOf(first!, second!);
    expect(seen.indicators).toContain("amenaza_muerte");
    expect(seen.evidence).toContainEqual({
      indicator: "amenaza_muerte",
      rule: "amenaza-de-muerte",
      start: 0,
      end: 5,
    });
  });
  test("a no in one message does not deny the next", () => {
    expect(conversationOf("no", "me pegó").indicators).toContain("violencia_fisica");
  });
  test("what she said before does not repeat itself in a message that shows nothing", () => {
    const seen = conversationOf("ayer me dijo que me va a matar", "gracias");
    expect(seen.tier).toBe("support");
    expect(seen.indicators).toEqual([]);
    expect(seen.conversation.tier).toBe("high");
  });
});

describe("what cannot be read needs a person", () => {
  test.each<[string, MessageContent]>([
    ["a voice note", { kind: "voice" }],
    ["a picture", { kind: "image" }],
    ["a sticker", { kind: "sticker" }],
    ["a location", { kind: "location", latitude: -33.4, longitude: -70.6 }],
    ["something new", { kind: "unsupported", original: "poll_creation" }],
  ])("%s", (_, content) => {
    expect(assess(rules, newConversation, readingOf(content))).toMatchObject({
      tier: "support",
      needsListening: true,
    });
  });
  test("the words under a picture are read", () => {
    const seen = assess(
      rules,
      newConversation,
      readingOf({ kind: "image", caption: "mira como me dejó, me pegó" }),
    );
    expect(seen).toMatchObject({ needsListening: true });
    expect(seen.indicators).toContain("violencia_fisica");
  });
  test("a message that nobody can open is high", () => {
    expect(assess(rules, newConversation, lost)).toMatchObject({
      tier: "high",
      needsListening: true,
      evidence: [],
    });
  });
  test("a thumb is no voice note, and a choice from the menu is no danger", () => {
    expect(assess(rules, newConversation, readingOf({ kind: "reaction", emoji: "👍" }))).toMatchObject({
      tier: "support",
      needsListening: false,
    });
    const choice = readingOf({ kind: "choice", id: "article:denunciar", title: "Dónde y cómo avisar" });
    expect(assess(rules, newConversation, choice)).toMatchObject({ indicators: [], needsListening: false });
  });
});

test("evidence points at her own words, whatever stands before them", () => {
  const text = "😭😭 ayudaaa, m\u200be está AHORCANDO 😭";
  const { evidence } = read(text);
  const words = evidence.map(({ rule, start, end }) => [rule, text.slice(start, end)]);
  expect(words).toContainEqual(["estrangulamiento", "m\u200be está AHORCANDO"]);
});

test.each(["auxilio", "s.o.s", "estoy en peligro"])(
  "a plea alone shows its words, under no indicator: «%s»",
  (text) => {
    expect(read(text)).toMatchObject({
      tier: "imminent",
      indicators: [],
      evidence: [{ rule: "grito-de-auxilio", start: 0, end: text.length }],
    });
  },
);

test("what makes nothing urgent is not shown without an indicator", () => {
  expect(read("mañana a qué hora atienden")).toMatchObject({ evidence: [] });
});

test("strangulation asks for a physician even when the tier is set by something else", () => {
  expect(read("me apretó el cuello y viene para acá")).toMatchObject({
    tier: "imminent",
    medicalReferral: true,
  });
});
