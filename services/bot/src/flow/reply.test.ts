import { type MessageContent, OutgoingContent } from "@liss/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstLine } from "../knowledge/discretion.ts";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { limits } from "../knowledge/schemas.ts";
import { type Reply, reply } from "./reply.ts";
import { type FlowState, newFlow } from "./state.ts";

const knowledge = await loadKnowledge();
const everyTopic = knowledge.topics.map(({ id }) => id);
const topics = ["numeros-de-ayuda", "denunciar"];
const now = new Date("2026-12-01T15:00:00Z");
const setting = { knowledge, topics: everyTopic, now, fictional: true };

const talking: FlowState = { ...newFlow, phase: "talking" };
const says = (
  content: string | MessageContent | null,
  state: FlowState = talking,
  allowed = everyTopic,
): Reply =>
  reply(
    state,
    { is: "message", content: typeof content === "string" ? { kind: "text", text: content } : content },
    { ...setting, topics: allowed },
  );
const taps = (id: string, state?: FlowState) => says({ kind: "choice", id, title: "…" }, state);
/** Several messages of hers, one after the other. */
const after = (...texts: string[]) =>
  texts.reduce((before, text) => says(text, before.state), { state: talking } as Reply);
const articlesOf = ({ proposals }: Reply) => [
  ...new Set(proposals.flatMap(({ article }) => article?.id ?? [])),
];
const topicOf = ({ proposals }: Reply) => proposals[0]?.topic;
const rowsOf = ({ proposals: [first] }: Reply) =>
  first?.content.kind === "list"
    ? first.content.sections.flatMap(({ rows }) => rows.map(({ id }) => id))
    : [];
const buttonsOf = ({ proposals }: Reply) => {
  const content = proposals.at(-1)?.content;
  return content?.kind === "buttons" ? content.buttons.map(({ id }) => id) : [];
};
const textOf = ({ proposals }: Reply) =>
  proposals.map(({ content }) => firstWordsOf(content)).join("\n---\n");

describe("when an executive delegates", () => {
  const opening = reply(newFlow, { is: "delegated" }, setting);
  test("it says that it is automatic and offers topics and a person", () => {
    expect(textOf(opening)).toContain("automática");
    const rows = rowsOf(opening);
    expect(rows.length).toBe(limits.rows);
    expect(rows[0]).toBe("topic:numeros-de-ayuda");
    expect(rows.at(-1)).toBe("person");
  });
  test("the pages of the menu lead through every topic and back to the first", () => {
    const seen = new Set<string>();
    let page = opening;
    for (let turn = 0; turn < 3; turn += 1) {
      for (const id of rowsOf(page)) seen.add(id);
      page = taps(rowsOf(page).at(-2) ?? "", page.state);
    }
    for (const topic of everyTopic) expect(seen).toContain(`topic:${topic}`);
    expect(rowsOf(page)[0]).toBe("topic:numeros-de-ayuda");
  });
  test("with little to offer it offers the articles themselves", () => {
    const { proposals, state } = reply(newFlow, { is: "delegated" }, { ...setting, topics: ["lbt"] });
    expect(rowsOf({ proposals, state }).every((id) => id === "person" || id.startsWith("article:"))).toBe(
      true,
    );
  });
  test("it does so once", () => {
    expect(reply(opening.state, { is: "delegated" }, setting).proposals).toEqual([]);
  });
  test("it offers only the topics it was given", () => {
    const given = reply(newFlow, { is: "delegated" }, { ...setting, topics });
    expect(rowsOf(given).filter((id) => id.startsWith("topic:"))).toEqual(topics.map((id) => `topic:${id}`));
  });
  test("without anything to say it gives the conversation back", () => {
    expect(reply(newFlow, { is: "delegated" }, { ...setting, topics: ["cocina"] }).handBack?.reason).toBe(
      "topic-outside",
    );
  });
});

describe("she may choose by tap, by number or in her words", () => {
  const { state } = reply(newFlow, { is: "delegated" }, setting);
  test("a tap on a topic is answered with its first article", () =>
    expect(articlesOf(taps("topic:denunciar", state))).toEqual(["denunciar"]));
  test.each(["2", "la 2", "opción dos", "la segunda"])("%s", (text) =>
    expect(topicOf(says(text, state))).toBe("denunciar"),
  );
  test("the number of the last row is a person", () =>
    expect(says("10", state).handBack?.reason).toBe("person-requested"));
  test("a number that stands for nothing is not understood", () =>
    expect(says("77", state).proposals[0]?.topic).toBeUndefined());
  test.each([
    ["kiero saver donde denunsiar", "denunciar"],
    ["DÓNDE HAGO UNA DENUNCIA??", "denunciar"],
    ["qué números de ayuda hay?", "numeros-de-ayuda"],
    ["orden de alejamiento?", "medidas-proteccion"],
    ["el papa de mis hijos no paga la pension", "violencia-economica"],
    ["como entro a una casa de acogida", "residencias"],
    ["me pueden espiar el whatsapp?", "seguridad-digital"],
  ])("%s", (text, topic) => expect(topicOf(says(text))).toBe(topic));
  test("the title of an article, written out", () =>
    expect(articlesOf(says("donde y como avisar"))).toEqual(["denunciar"]));
});

describe("at every step there is a way on", () => {
  const answered = taps("topic:denunciar");
  test("more of the topic, the menu and a person hang from an answer", () =>
    expect(buttonsOf(answered)).toEqual(["list:denunciar", "menu", "person"]));
  test("more of the topic lists its articles", () => {
    const more = taps("list:denunciar", answered.state);
    expect(rowsOf(more)).toContain("article:sin-pruebas");
    expect(rowsOf(more).at(-1)).toBe("person");
  });
  test("back leads from the answer to the list, and from there to the menu", () => {
    const opened = reply(newFlow, { is: "delegated" }, setting);
    const onSecond = taps("menu:2", opened.state);
    const list = taps("list:denunciar", onSecond.state);
    const article = taps("article:sin-pruebas", list.state);
    const first = says("volver", article.state);
    const second = says("atrás", first.state);
    const third = says("volver", second.state);
    expect(rowsOf(first)).toEqual(rowsOf(list));
    expect(rowsOf(second)).toEqual(rowsOf(onSecond));
    expect(rowsOf(third)).toEqual(rowsOf(opened));
  });
  test.each([
    ["menú", (reply: Reply) => rowsOf(reply).length > 0],
    ["quiero hablar con una persona", (reply: Reply) => reply.handBack?.reason === "person-requested"],
    ["chao", (reply: Reply) => reply.handBack?.summary.includes("se despidió") ?? false],
  ])("%s works from the menu, an answer, a list and a doubt", (text, works) => {
    for (const before of [taps("menu"), answered, taps("list:denunciar"), says("lapislázuli")])
      expect(works(says(text, before.state)), text).toBe(true);
  });
});

describe("two questions in a message", () => {
  test("are both answered, the second announced", () => {
    const both = says("¿cómo pido una orden de alejamiento? ¿y cuánto es la pensión de alimentos?");
    expect(new Set(both.proposals.map(({ topic }) => topic))).toEqual(
      new Set(["medidas-proteccion", "violencia-economica"]),
    );
    expect(textOf(both)).toContain("Sobre lo otro que preguntas");
  });
  test("of one outside the delegation nothing is said", () => {
    const both = says("¿cómo pido una orden de alejamiento? ¿y cuánto es la pensión de alimentos?", talking, [
      "medidas-proteccion",
    ]);
    expect(both.proposals.map(({ topic }) => topic)).not.toContain("violencia-economica");
  });
});

test("asked the same again it says it shorter, in other words each time, and at last gives up", () => {
  const first = taps("article:denunciar");
  const second = taps("article:denunciar", first.state);
  const third = taps("article:denunciar", second.state);
  const fourth = taps("article:denunciar", third.state);
  expect(textOf(second).length).toBeLessThan(textOf(first).length);
  expect(new Set([first, second, third].map(textOf)).size).toBe(3);
  expect(fourth).toMatchObject({ proposals: [], handBack: { reason: "not-understood" } });
  expect(fourth.handBack?.summary).toContain("lo mismo varias veces");
});

test("a long answer comes in turns: she says when to go on, and nothing is lost", () => {
  const long = knowledge.articles.map((article) =>
    article.id === "denunciar" ? { ...article, parts: ["uno", "dos", "tres", "cuatro", "cinco"] } : article,
  );
  const setLong = { ...setting, knowledge: { ...knowledge, articles: long } };
  const go = (state: FlowState, id: string) =>
    reply(state, { is: "message", content: { kind: "choice", id, title: "…" } }, setLong);
  const first = go(talking, "article:denunciar");
  const second = go(first.state, "more");
  const third = go(second.state, "more");
  expect(
    [first, second, third].flatMap(({ proposals }) => proposals.map(({ content }) => firstWordsOf(content))),
  ).toEqual(["uno", "dos", "tres", "cuatro", "cinco"]);
  expect(buttonsOf(first)[0]).toBe("more");
  expect(buttonsOf(third)[0]).toBe("list:denunciar");
});

describe("where she can go", () => {
  test("asked about centres it offers to look by commune, without asking for an address", () => {
    const asked = says("centro de la mujer");
    expect(textOf(asked)).toMatch(/comuna/);
    expect(textOf(asked)).toMatch(/No necesitas dar tu dirección/);
  });
  test.each([
    "vivo en Maipú, dónde hay un centro de la mujer",
    "maipu",
    "soy de la comuna de maipú",
    "en maypu",
  ])("%s", (text) => expect(textOf(says(text))).toMatch(/Valle Lila[\s\S]*ejemplo ficticio/));
  test("a place without a centre is said to have none, with the number that knows", () =>
    expect(textOf(says("putre"))).toMatch(/No tengo información de Putre[\s\S]*1455/));
  test("invented places are never named where women write", () => {
    const real = reply(
      talking,
      { is: "message", content: { kind: "text", text: "centro de la mujer en maipu" } },
      { ...setting, fictional: false },
    );
    expect(textOf(real)).not.toMatch(/fictici/);
  });
});

describe("it steps back in silence", () => {
  test.each<[string, Reply, string]>([
    ["when she taps the person", taps("person"), "person-requested"],
    ["when she asks for one", says("puedo hablar con una persona?"), "person-requested"],
    ["at danger", says("está afuera"), "risk-signal"],
    ["at danger beside a question", says("donde denuncio, mi marido me pegó"), "risk-signal"],
    ["at a plea", says("ayúdame"), "risk-signal"],
    ["at a message that stops in the middle", says("hola queria saber de las med"), "risk-signal"],
    [
      "at a topic it was not given",
      says("como denuncio en carabineros", talking, ["numeros-de-ayuda"]),
      "topic-outside",
    ],
    ["when she says goodbye", says("gracias, chao"), "topic-outside"],
  ])("%s", (_, { proposals, handBack, state }, reason) => {
    expect(proposals).toEqual([]);
    expect(handBack?.reason).toBe(reason);
    expect(state.phase).toBe("over");
  });
});

describe("what it cannot read it says, and a person takes over", () => {
  test.each<[string, MessageContent | null | string]>([
    ["a voice note", { kind: "voice" }],
    ["a picture", { kind: "image", caption: "denuncia" }],
    ["a place on the map", { kind: "location", latitude: 0, longitude: 0 }],
    ["what cannot be opened", null],
    ["emoji alone", "😭"],
  ])("%s", (_, content) => {
    const { proposals, handBack, state } = says(content);
    expect(proposals.map(({ content: said }) => firstWordsOf(said))).toEqual([knowledge.phrases.cannot_read]);
    expect(handBack?.reason).toBe("unreadable");
    expect(state.phase).toBe("over");
  });
});

test("not understood: it asks, asks otherwise, and then gives the conversation back with what it did", () => {
  const answered = taps("topic:denunciar");
  const first = says("lapislázuli", answered.state);
  const second = says("turquesa", first.state);
  const third = says("magenta", second.state);
  expect(first.proposals[0]?.content.kind).toBe("list");
  expect(second.proposals[0]?.content.kind).toBe("buttons");
  expect(third).toMatchObject({
    proposals: [],
    handBack: { reason: "not-understood" },
    gap: "not-understood",
  });
  expect(third.handBack?.summary).toBe(
    "Preguntó por: Dónde y cómo avisar. El robot entregó: Dónde y cómo avisar. Mensajes que no entendió: 3. Su último mensaje: «magenta».",
  );
});

test("an answer in between gives it new patience", () => {
  expect(after("lapislázuli", "turquesa", "orden de alejamiento?", "magenta").handBack).toBeUndefined();
});

test("the sign of danger is named for the executive", () => {
  expect(says("tengo mucho miedo").handBack?.summary).toContain("Señal: miedo.");
});

test("thanks is answered with the ways on, not twice with the same words", () => {
  const first = says("muchas gracias!");
  expect(buttonsOf(first)).toEqual(["menu", "person"]);
  expect(textOf(says("gracias", first.state))).not.toBe(textOf(first));
});

const words = [
  "denuncia",
  "numero",
  "1",
  "2",
  "3",
  "hola",
  "chao",
  "gracias",
  "menu",
  "azul",
  "me pega",
  "persona",
];
const anything = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((parts) => parts.join(" ")),
  fc.string({ unit: "binary", maxLength: 200 }),
);

test("whatever she writes: no error, only messages that WhatsApp takes, and no betraying first line", () => {
  const betraying = /violencia|sernameg|denuncia|maltrato|agres|golpe|víctima|mujer/i;
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 8 }), (texts) => {
      let state = reply(newFlow, { is: "delegated" }, setting).state;
      for (const text of texts) {
        const wasOver = state.phase === "over";
        const { proposals, handBack, state: next } = says(text, state);
        if (wasOver) expect({ proposals, handBack }).toEqual({ proposals: [], handBack: undefined });
        if (handBack && handBack.reason !== "unreadable") expect(proposals).toEqual([]);
        for (const { content } of proposals) {
          expect(OutgoingContent.safeParse(content).success).toBe(true);
          expect(firstLine(firstWordsOf(content))).not.toMatch(betraying);
        }
        state = next;
      }
    }),
    { numRuns: 300 },
  );
});

test("the same state and message give the same reply", () => {
  fc.assert(fc.property(anything, (text) => void expect(says(text)).toEqual(says(text))));
});

/** What her locked screen would show of a message of the robot, which has words in every kind it uses. */
function firstWordsOf(content: OutgoingContent): string {
  if ("body" in content) return content.body;
  return "text" in content ? content.text : "";
}
