import { describe, expect, test } from "vitest";
import { readNetwork, written } from "./file.ts";
import { readerOf } from "./network.ts";
import { evenNumbers } from "./random.ts";
import { type Example, train } from "./train.ts";

const course = { classes: ["feared", "short"], depth: 12, filters: 12, rounds: 20, seed: 3 } as const;
const filler = ["hola", "mañana", "vecina", "torta", "feria", "lluvia", "gracias", "bus", "perro", "lista"];

/** Feared is "golpe" unless "suerte" follows; whether it is short nobody says of every other text. */
function examples(count: number, seed: number): Example[] {
  const random = evenNumbers(seed);
  const pick = () => filler[Math.floor(random() * filler.length)] ?? "";
  return Array.from({ length: count }, (_, at) => {
    const words = Array.from({ length: 2 + Math.floor(random() * 8) }, pick);
    const kind = at % 4;
    const said = kind === 0 ? ["golpe", pick()] : kind === 1 ? ["golpe", "suerte"] : [pick(), pick()];
    words.splice(Math.floor(random() * words.length), 0, ...said);
    const feared = kind === 0 && !words.join(" ").includes("golpe suerte");
    return { words, targets: Uint8Array.of(feared ? 1 : 0, at % 2 === 0 ? 2 : words.length < 7 ? 1 : 0) };
  });
}

const network = train(examples(3_000, 1), course);
const read = readerOf(network);
const fear = (text: string) => read(text.split(" ")).scores[0] ?? Number.NaN;

test("texts that it did not see are told apart by which words follow each other", () => {
  const unseen = examples(400, 2);
  const right = unseen.filter(({ words, targets }) => fear(words.join(" ")) > 0 === (targets[0] === 1));
  expect(right.length / unseen.length).toBeGreaterThan(0.97);
});

test("a word that was never learned is read by what it is spelled like", () => {
  expect(fear("hola vecina golpee mañana")).toBeGreaterThan(fear("hola vecina zanahoria mañana"));
});

test("the reason is the window of the words that decide", () => {
  const [first] = read(["hola", "lluvia", "gracias", "golpe", "bus", "torta", "feria"]).reasonsFor(0);
  expect(first?.from).toBeLessThanOrEqual(3);
  expect(first?.to).toBeGreaterThan(3);
});

test("the same examples and course give the same network; another seed another", () => {
  const few = examples(200, 5);
  const short = { ...course, rounds: 1 };
  expect(train(few, short)).toEqual(train(few, short));
  expect(train(few, { ...short, seed: 4 }).output).not.toEqual(train(few, short).output);
});

test("what nobody knows teaches nothing", () => {
  const unknown = examples(200, 6).map(({ words }) => ({ words, targets: Uint8Array.of(2, 2) }));
  const losses: number[] = [];
  train(unknown, { ...course, rounds: 1, onRound: (_, loss) => losses.push(loss) });
  expect(losses).toEqual([0]);
});

test("a text without words has scores too", () => {
  const { scores, reasonsFor } = read([]);
  expect([...scores].every(Number.isFinite)).toBe(true);
  expect(reasonsFor(0)).toEqual([]);
});

describe("a network as a file", () => {
  const file = written(network, "a test");

  test("read again, it judges the same but for the rounding of a byte", () => {
    const again = readerOf(readNetwork(JSON.parse(JSON.stringify(file))));
    for (const { words } of examples(100, 7)) {
      const [now, before] = [again(words).scores[0] ?? Number.NaN, read(words).scores[0] ?? Number.NaN];
      expect(Math.abs(now - before)).toBeLessThan(0.3);
    }
  });

  test.each(["own", "pieces", "taps", "tapBias", "output", "outputBias"] as const)(
    "%s with too few numbers is refused by name",
    (part) => {
      const numbers = { steps: "", values: "" };
      expect(() => readNetwork({ ...file, [part]: numbers })).toThrow(`The network's ${part} has 0 numbers`);
    },
  );
});
