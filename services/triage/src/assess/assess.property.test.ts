import fc from "fast-check";
import { expect, test } from "vitest";
import { loadRules } from "../rules/load-rules.ts";
import { assess, newConversation } from "./assess.ts";
import { readingOf } from "./reading.ts";
import { isAtLeast } from "./tiers.ts";

const rules = await loadRules();
const read = (text: string) => assess(rules, newConversation, readingOf({ kind: "text", text }));

/** Words of the rules themselves, so that random texts come near to what the rules look for. */
const words = [
  ...new Set(
    JSON.stringify(rules.set)
      .toLowerCase()
      .match(/[a-zñ]{1,12}/g),
  ),
  "😭",
  "🔪",
  ".",
  ",",
  "...",
  "no",
  "me",
];
const speech = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(" "));
const anything = fc.oneof(
  speech,
  fc.string({ unit: "binary", maxLength: 500 }),
  fc.string({ maxLength: 500 }),
);

test("any string at all is read without an error, and at least as support when nobody understands it", () => {
  fc.assert(
    fc.property(anything, (text) => {
      const seen = read(text);
      if (seen.needsListening) expect(isAtLeast(seen.tier, "support")).toBe(true);
      for (const { start, end } of seen.evidence) {
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 2_000 },
  );
});

test("the tier and the indicators of a conversation never fall, whatever comes next", () => {
  fc.assert(
    fc.property(fc.array(anything, { minLength: 2, maxLength: 6 }), (texts) => {
      let conversation = newConversation;
      for (const [index, text] of texts.entries()) {
        const before = texts.slice(Math.max(0, index - 3), index);
        const next = assess(rules, conversation, readingOf({ kind: "text", text }), {
          before,
          after: [],
        }).conversation;
        if (conversation.tier) expect(isAtLeast(next.tier!, conversation.tier)).toBe(true);
        expect(next.indicators).toEqual(expect.arrayContaining([...conversation.indicators]));
        expect(next.medicalReferral || !conversation.medicalReferral).toBe(true);
        conversation = next;
      }
    }),
    { numRuns: 500 },
  );
});

test("what was said before never lowers what a message shows", () => {
  fc.assert(
    fc.property(fc.array(speech, { maxLength: 3 }), speech, (before, text) => {
      const alone = read(text);
      const told = before.map(read).map(({ conversation }) => conversation);
      const known = { ...newConversation, indicators: told.flatMap(({ indicators }) => [...indicators]) };
      const together = assess(rules, known, readingOf({ kind: "text", text }), { before, after: [] });
      expect(isAtLeast(together.tier, alone.tier)).toBe(true);
      expect(together.indicators).toEqual(expect.arrayContaining(alone.indicators));
    }),
    { numRuns: 500 },
  );
});

test("a danger said in one message is not undone by more words in another sentence", () => {
  fc.assert(
    fc.property(speech, (more) => {
      const seen = read(`me está ahorcando. ${more}`);
      expect(seen.tier).toBe("imminent");
    }),
    { numRuns: 500 },
  );
});

test("no text of 4,096 characters takes more than 20 ms of computing", () => {
  const fill = (text: string) => text.repeat(4_096 / text.length + 1).slice(0, 4_096);
  const nasty = [
    ...["m ", "me ", "ta ", "no ", "a.", "a@", "1a", "csm ", "xq ", "🔪", "ﷺ", "e\u0301\u0302", "\u200b"].map(
      fill,
    ),
    ...["me va a pegar ", "hace 2 anos ", "me mata de la risa ", "mis hijos ven ", "dio el "].map(fill),
    "a".repeat(4_096),
  ];
  const mixed = fc.sample(fc.array(fc.constantFrom(...words), { minLength: 900, maxLength: 900 }), {
    numRuns: 60,
    seed: 1,
  });
  const texts = [...nasty, ...mixed.map((parts) => parts.join(" ").slice(0, 4_096))];
  for (const text of texts) read(text); // as in the service, which warms up before it listens
  const milliseconds = texts.map((text) => {
    const before = process.threadCpuUsage();
    read(text);
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1_000;
  });
  expect(Math.max(...milliseconds)).toBeLessThan(20);
});
