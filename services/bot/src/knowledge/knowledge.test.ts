import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Knowledge, KnowledgeWrong, readKnowledge, servable } from "./knowledge.ts";
import { contentFiles, loadKnowledge } from "./load-knowledge.ts";
import { limits, Numbers } from "./schemas.ts";

const shipped = await loadKnowledge();
const files = await contentFiles();
/** The files that are no articles: enough for tests about one. */
const frame = new Map([...files].filter(([name]) => !name.endsWith(".md")));

const article = (front: Record<string, string> = {}, body = "Hola.\n\nUn texto.") => {
  const head = {
    id: "prueba",
    topic: "denunciar",
    title: "Una prueba",
    short: "Para probar",
    keywords: "[probar]",
    questions: "[como se prueba]",
    sources: "[nadie]",
    verified_on: "2026-11-23",
    expires: "2027-05-23",
    ...front,
  };
  return `---\n${Object.entries(head)
    .map(([key, value]) => `${key}: ${value}`)
    .join("\n")}\n---\n${body}\n`;
};

const withFile = (name: string, text: string, lastGood?: ReadonlyMap<string, string>) =>
  readKnowledge("es-CL", new Map([...frame, [name, text]]), lastGood);
const articleOf = (knowledge: Knowledge, id = "prueba") => knowledge.articles.find((each) => each.id === id);

describe("the shipped content", () => {
  test("has no broken file", () => expect(shipped.refused).toEqual([]));
  test("has several articles for each of its twenty-three topics", () => {
    expect(shipped.topics).toHaveLength(23);
    for (const { id } of shipped.topics)
      expect(shipped.articles.filter(({ topic }) => topic === id).length, id).toBeGreaterThanOrEqual(2);
  });
  test("has a lead for every topic that names one", () => {
    for (const { id, lead } of shipped.topics)
      if (lead) expect(articleOf(shipped, lead)?.topic, lead).toBe(id);
  });
  test("fits WhatsApp, article by article and part by part", () => {
    for (const { title, short, parts, brief } of shipped.articles) {
      expect(title.length).toBeLessThanOrEqual(limits.rowTitle);
      expect(short.length).toBeLessThanOrEqual(limits.rowDescription);
      for (const part of [...parts, brief]) expect(part.length).toBeLessThanOrEqual(limits.body);
    }
  });
  test("says 133 wherever it speaks of danger now", () => {
    for (const { id, parts } of shipped.articles) {
      const text = parts.join("\n");
      if (/peligro ahora/i.test(text)) expect(text, id).toContain("133");
    }
  });
  test("never says a number that is not verified, and dates those that are less sure", () => {
    const { numbers } = Numbers.parse(parse(files.get("numbers.yaml") ?? ""));
    const said = shipped.articles.flatMap(({ parts }) => parts).join("\n");
    for (const { number, confidence } of numbers) {
      if (confidence === "unverified") expect(said).not.toContain(number);
      if (confidence === "medium" && said.includes(number))
        expect(said).toMatch(new RegExp(`${number.replace("*", "\\*")}[^\n]*dato del`));
    }
    expect(said).not.toMatch(/\b139\b/);
  });
  test("knows 16 regions and 346 communes, and only fictional places that say so", () => {
    expect(shipped.places.regions.size).toBe(16);
    expect(shipped.places.communes.size).toBe(346);
    for (const { fictional, name } of shipped.directory) expect(fictional && /fictici/.test(name)).toBe(true);
  });
});

describe("a broken article is refused and named, and the others serve", () => {
  test.each<[string, string, RegExp]>([
    ["no front matter", "Hola", /front matter/],
    ["a front matter that is no YAML", article({ keywords: "[sin cerrar" }), /no YAML/],
    ["a title of 25 characters", article({ title: "x".repeat(25) }), /title/],
    ["a betraying title", article({ title: "Violencia" }), /title could betray/],
    ["a betraying first line", article({}, "SernamEG te cuenta\n\nalgo"), /first line.*betray/],
    ["a topic nobody can delegate", article({ topic: "cocina" }), /"cocina" is not in topics/],
    ["a region that is none", article({ region: "patagonia" }), /"patagonia" is not in places/],
    ["a number of its own", article({}, "Hola.\n\nLlama al 800 123 456"), /800 123 456/],
    ["an unknown number", article({}, "Hola.\n\n{{number:nadie}}"), /"nadie" is not in numbers/],
    ["an unverified number", article({}, "Hola.\n\n{{number:salud-responde}}"), /not verified/],
    ["a link to anywhere", article({}, "Hola.\n\nhttps://example.com/x"), /example\.com/],
    ["a paragraph too long", article({}, "Es muy largo. ".repeat(90)), /1024/],
    ["a sentence too long", article({}, `Hola.\n\n${"ve ya a la casa de tu tía y ".repeat(6)}.`), /words/],
    [
      "words only a lawyer reads",
      article({}, "Interposición extemporánea de requerimientos administrativos suplementarios."),
      /INFLESZ/,
    ],
    ["a date that is none", article({ expires: "mañana" }), /expires/],
    ["an end before its beginning", article({ expires: "2020-01-01" }), /expires/],
    ["a field nobody knows", article({ author: "yo" }), /author/],
  ])("%s", (_, text, problem) => {
    const knowledge = readKnowledge(
      "es-CL",
      new Map([...frame, ["bien.md", article({ id: "bien" })], ["mal.md", text]]),
    );
    expect(knowledge.refused).toEqual([
      { file: "mal.md", problem: expect.stringMatching(problem), servesLastGood: false },
    ]);
    expect(knowledge.articles.map(({ id }) => id)).toEqual(["bien"]);
  });

  test("an id that is taken", () => {
    const knowledge = readKnowledge("es-CL", new Map([...frame, ["a.md", article()], ["b.md", article()]]));
    expect(knowledge.refused).toMatchObject([{ file: "b.md", problem: expect.stringMatching(/taken/) }]);
  });
});

describe("the last good version of a broken file serves", () => {
  const good = article({ title: "La buena" });
  test("an article", () => {
    const knowledge = withFile("prueba.md", "rota", new Map([["prueba.md", good]]));
    expect(articleOf(knowledge)?.title).toBe("La buena");
    expect(knowledge.refused).toMatchObject([{ file: "prueba.md", servesLastGood: true }]);
    expect(knowledge.version).toBe(withFile("prueba.md", good).version);
  });
  test("a file that the robot cannot be without", () => {
    const knowledge = readKnowledge("es-CL", new Map([...frame, ["numbers.yaml", "numbers: 3"]]), frame);
    expect(knowledge.numbers.get("carabineros")?.number).toBe("133");
    expect(knowledge.refused).toMatchObject([{ file: "numbers.yaml", servesLastGood: true }]);
  });
  test("but an article that was taken away stays away", () => {
    const knowledge = readKnowledge("es-CL", frame, new Map([["prueba.md", good]]));
    expect(knowledge.articles).toEqual([]);
  });
});

test("a sound article serves, and changes the version", () => {
  const knowledge = withFile("prueba.md", article());
  expect(knowledge.articles).toHaveLength(1);
  expect(knowledge.version).not.toBe(readKnowledge("es-CL", frame).version);
});

test("a long article is split between paragraphs; what continues begins with a line that gives nothing away", () => {
  const paragraph = `*Dónde denunciar*\n${"Es un texto corto. ".repeat(30).trim()}`;
  const long = articleOf(
    withFile("prueba.md", article({}, ["Hola.", paragraph, paragraph, paragraph].join("\n\n"))),
  );
  expect(long?.parts.length).toBe(3);
  for (const part of long?.parts ?? []) expect(part.length).toBeLessThanOrEqual(limits.body);
  expect(long?.parts[1]).toMatch(/^Sigo con lo anterior\.\n\n\*Dónde/);
});

test("the brief form says the first thing under each heading", () => {
  const brief = articleOf(
    withFile("prueba.md", article({}, "Hola.\n\n*Antes*\nMira bien. Y más.\n\nFin. De verdad.")),
  );
  expect(brief?.brief).toBe("Hola.\n*Antes* Mira bien.\nFin.");
});

test("an article past its date is not served", () => {
  const knowledge = withFile("prueba.md", article());
  expect(servable(knowledge, ["denunciar"], new Date("2027-05-22T12:00:00Z"))).toHaveLength(1);
  expect(servable(knowledge, ["denunciar"], new Date("2027-05-23T12:00:00Z"))).toHaveLength(0);
});

test.each([
  ["phrases that could betray her", "phrases.yaml", "Hola. Esta es", "Hola, SernamEG. Esta es"],
  ["a sign with an open parenthesis", "signals.yaml", "- mascarilla*", "- (mascarilla*"],
  ["a synonym list that does not exist", "synonyms.yaml", '"@hijos"', '"@nadie"'],
  [
    "a directory that names a residence",
    "directory.csv",
    "Centro ficticio Valle Lila",
    "Residencia ficticia",
  ],
])("%s stop the start when there is nothing good to fall back on", (_, file, right, wrong) => {
  const text = files.get(file)?.replace(right, wrong) ?? "";
  expect(text).not.toBe(files.get(file));
  expect(() => withFile(file, text)).toThrow(KnowledgeWrong);
});
