import { type MessageContent, OutgoingContent } from "@liss/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstLine } from "../knowledge/article.ts";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { type Reply, reply } from "./reply.ts";
import { type FlowState, newFlow } from "./state.ts";

const knowledge = await loadKnowledge();
const topics = ["numeros-de-ayuda", "denunciar"];
const now = new Date("2026-11-24T15:00:00Z");

const talking: FlowState = { ...newFlow, phase: "talking" };
const says = (content: string | MessageContent | null, state: FlowState = talking, allowed = topics): Reply =>
  reply(
    state,
    { is: "message", content: typeof content === "string" ? { kind: "text", text: content } : content },
    knowledge,
    allowed,
    now,
  );
const taps = (id: string) => says({ kind: "choice", id, title: "…" });
const articleOf = ({ proposals }: Reply) => proposals[0]?.article?.id;

describe("when an executive delegates", () => {
  const opening = reply(newFlow, { is: "delegated" }, knowledge, topics, now);
  test("it says that it is automatic and offers its topics and a person", () => {
    const [menu] = opening.proposals;
    if (menu?.content.kind !== "list") throw new Error("not a list");
    expect(menu.content.body).toContain("automática");
    expect(menu.content.sections[0]?.rows.map(({ id }) => id)).toEqual([
      "article:numeros-de-ayuda",
      "article:denunciar",
      "person",
    ]);
  });
  test("it does so once", () => {
    expect(reply(opening.state, { is: "delegated" }, knowledge, topics, now).proposals).toEqual([]);
  });
  test("it offers only the topics it was given", () => {
    const { proposals } = reply(newFlow, { is: "delegated" }, knowledge, ["denunciar"], now);
    expect(JSON.stringify(proposals)).not.toContain("article:numeros-de-ayuda");
  });
  test("without anything to say it gives the conversation back", () => {
    expect(reply(newFlow, { is: "delegated" }, knowledge, ["residencias"], now).handBack?.reason).toBe(
      "topic-outside",
    );
  });
});

describe("she may choose by tap, by number or in her words", () => {
  test("a tap", () => expect(articleOf(taps("article:denunciar"))).toBe("denunciar"));
  test("the number of the row", () => expect(articleOf(says("2"))).toBe("denunciar"));
  test("the number after the last article is a person", () =>
    expect(says("3").handBack?.reason).toBe("person-requested"));
  test.each([
    ["kiero saver como denunsiar", "denunciar"],
    ["DÓNDE HAGO UNA DENUNCIA??", "denunciar"],
    ["como denuncio", "denunciar"],
    ["que numeros hay", "numeros-de-ayuda"],
    ["qué números de ayuda hay?", "numeros-de-ayuda"],
    ["a quien puedo llamar", "numeros-de-ayuda"],
    ["el fono de carabineros", "numeros-de-ayuda"],
  ])("%s", (text, id) => expect(articleOf(says(text))).toBe(id));
  test("an answer is followed by the ways on", () => {
    const content = says("2").proposals.at(-1)?.content;
    expect(content?.kind === "buttons" && content.buttons.map(({ id }) => id)).toEqual(["menu", "person"]);
  });
  test("back to the menu", () => {
    expect(taps("menu").proposals[0]?.content.kind).toBe("list");
    expect(says("volver").proposals[0]?.content.kind).toBe("list");
  });
  test("two answers that fit equally are a question back", () => {
    const { proposals } = says("denuncia telefono");
    expect(proposals[0]?.content.kind).toBe("list");
    expect(proposals[0]?.article).toBeUndefined();
  });
});

describe("it steps back in silence", () => {
  test.each<[string, Reply, string]>([
    ["when she taps the person", taps("person"), "person-requested"],
    ["when she asks for one", says("puedo hablar con una persona?"), "person-requested"],
    ["at danger", says("está afuera"), "risk-signal"],
    ["at danger beside a question", says("donde denuncio, mi marido me pegó"), "risk-signal"],
    ["at a plea", says("ayúdame"), "risk-signal"],
    ["at a voice note", says({ kind: "voice" }), "unreadable"],
    ["at a picture", says({ kind: "image", caption: "denuncia" }), "unreadable"],
    ["at what cannot be opened", says(null), "unreadable"],
    ["at emoji alone", says("😭"), "unreadable"],
    ["at a topic it was not given", says("como denuncio", talking, ["numeros-de-ayuda"]), "topic-outside"],
    ["when she says goodbye", says("chao"), "topic-outside"],
  ])("%s", (_, { proposals, handBack, state }, reason) => {
    expect(proposals).toEqual([]);
    expect(handBack?.reason).toBe(reason);
    expect(state.phase).toBe("over");
  });
});

test("not understood: it asks, asks otherwise, and then gives the conversation back with what it did", () => {
  const answered = says("2");
  const first = says("mi perro se llama firulais", answered.state);
  const second = says("azul", first.state);
  const third = says("verde", second.state);
  expect(first.proposals[0]?.content.kind).toBe("list");
  expect(second.proposals[0]?.content.kind).toBe("buttons");
  expect(third).toMatchObject({ proposals: [], handBack: { reason: "not-understood" } });
  expect(third.handBack?.summary).toBe("El robot entregó: Dónde y cómo avisar. Mensajes que no entendió: 3.");
});

test("thanks is answered, once more with the ways on", () => {
  expect(says("muchas gracias!").proposals[0]?.content.kind).toBe("buttons");
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
      let state = reply(newFlow, { is: "delegated" }, knowledge, topics, now).state;
      for (const text of texts) {
        const wasOver = state.phase === "over";
        const { proposals, handBack, state: next } = says(text, state);
        if (wasOver) expect({ proposals, handBack }).toEqual({ proposals: [], handBack: undefined });
        if (handBack) expect(proposals).toEqual([]);
        for (const { content } of proposals) {
          expect(OutgoingContent.safeParse(content).success).toBe(true);
          expect(firstLine(firstWordsOf(content))).not.toMatch(betraying);
        }
        state = next;
      }
    }),
    { numRuns: 1_000 },
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
