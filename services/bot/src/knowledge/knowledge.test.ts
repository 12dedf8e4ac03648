import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { KnowledgeWrong, readKnowledge, servable } from "./knowledge.ts";
import { loadKnowledge, shippedContent } from "./load-knowledge.ts";
import { Numbers } from "./schemas.ts";

const shipped = await loadKnowledge();
const files = new Map(
  readdirSync(shippedContent).map((name) => [name, readFileSync(new URL(name, shippedContent), "utf8")]),
);

const article = (front: Record<string, string> = {}, body = "Hola.\n\nUn texto.") => {
  const head = {
    id: "prueba",
    topic: "prueba",
    title: "Una prueba",
    short: "Para probar",
    keywords: "[probar]",
    sources: "[nadie]",
    verified_on: "2026-11-23",
    expires: "2027-05-23",
    ...front,
  };
  return `---\n${Object.entries(head)
    .map(([key, value]) => `${key}: ${value}`)
    .join("\n")}\n---\n${body}\n`;
};

const withFile = (name: string, text: string) => readKnowledge("es-CL", new Map([...files, [name, text]]));

describe("the shipped content", () => {
  test("has no broken article and treats the two topics", () => {
    expect(shipped.refused).toEqual([]);
    expect(shipped.articles.map(({ topic }) => topic)).toEqual(["denunciar", "numeros-de-ayuda"]);
  });
  test("fits one message an article, so that its parts cannot arrive in the wrong order", () => {
    for (const { parts } of shipped.articles) expect(parts).toHaveLength(1);
  });
  test("names 133 first wherever it speaks of danger", () => {
    for (const { parts } of shipped.articles) expect(parts[0]).toMatch(/peligro ahora\*\n.*133/);
  });
  test("never says a number that is not verified, and dates those that are less sure", () => {
    const { numbers } = Numbers.parse(parse(files.get("numbers.yaml") ?? ""));
    const said = shipped.articles.flatMap(({ parts }) => parts).join("\n");
    for (const { number, confidence } of numbers) {
      if (confidence === "unverified") expect(said).not.toContain(number);
      if (confidence === "medium" && said.includes(number))
        expect(said).toMatch(new RegExp(`${number}[^\n]*dato del`));
    }
    expect(said).not.toMatch(/\b139\b/);
  });
});

describe("a broken article is refused and named, and the others serve", () => {
  test.each<[string, string, RegExp]>([
    ["no front matter", "Hola", /front matter/],
    ["a title of 25 characters", article({ title: "x".repeat(25) }), /title/],
    ["a betraying title", article({ title: "Violencia" }), /title could betray/],
    ["a betraying first line", article({}, "SernamEG te cuenta\n\nalgo"), /first line.*betray/],
    ["a number of its own", article({}, "Hola.\n\nLlama al 800 123 456"), /800 123 456/],
    ["an unknown number", article({}, "Hola.\n\n{{number:nadie}}"), /"nadie" is not in numbers/],
    ["an unverified number", article({}, "Hola.\n\n{{number:salud-responde}}"), /not verified/],
    ["a link to anywhere", article({}, "Hola.\n\nhttps://example.com/x"), /example\.com/],
    ["a paragraph too long", article({}, "largo ".repeat(200)), /1024/],
    ["a date that is none", article({ expires: "mañana" }), /expires/],
    ["an end before its beginning", article({ expires: "2020-01-01" }), /expires/],
    ["an id that is taken", article({ id: "denunciar" }), /taken/],
    ["a field nobody knows", article({ author: "yo" }), /author/],
  ])("%s", (_, text, problem) => {
    const knowledge = withFile("zz-prueba.md", text);
    expect(knowledge.refused).toHaveLength(1);
    expect(knowledge.refused[0]).toMatchObject({
      file: "zz-prueba.md",
      problem: expect.stringMatching(problem),
    });
    expect(knowledge.articles).toHaveLength(2);
  });
});

test("a sound article serves, and changes the version", () => {
  const knowledge = withFile("prueba.md", article());
  expect(knowledge.articles).toHaveLength(3);
  expect(knowledge.version).not.toBe(shipped.version);
});

test("a long article is split between paragraphs", () => {
  const paragraph = `${"palabra ".repeat(60).trim()}.`;
  const knowledge = withFile("prueba.md", article({}, [paragraph, paragraph, paragraph].join("\n\n")));
  const [long] = knowledge.articles.filter(({ id }) => id === "prueba");
  expect(long?.parts.length).toBeGreaterThan(1);
  for (const part of long?.parts ?? []) expect(part.length).toBeLessThanOrEqual(1024);
});

test("an article past its date is not served", () => {
  expect(servable(shipped, ["denunciar"], new Date("2027-05-22T12:00:00Z"))).toHaveLength(1);
  expect(servable(shipped, ["denunciar"], new Date("2027-05-23T12:00:00Z"))).toHaveLength(0);
});

test("phrases that could betray her stop the start", () => {
  const text = files.get("phrases.yaml")?.replace("Hola. Esta es", "Hola, SernamEG. Esta es") ?? "";
  expect(() => withFile("phrases.yaml", text)).toThrow(KnowledgeWrong);
});
