import { describe, expect, test } from "vitest";
import { NetworkFile, written } from "./file.ts";
import { readerOf } from "./network.ts";
import { evenNumbers } from "./random.ts";
import { type Example, train } from "./train.ts";

const course = { depth: 12, filters: 12, rounds: 20, seed: 3 } as const;
const filler = ["hola", "mañana", "vecina", "torta", "feria", "lluvia", "gracias", "bus", "perro", "lista"];

/** Feared is "golpe" unless "suerte" follows. */
function examples(count: number, seed: number): Example[] {
  const random = evenNumbers(seed);
  const pick = () => filler[Math.floor(random() * filler.length)] ?? "";
  return Array.from({ length: count }, (_, at) => {
    const words = Array.from({ length: 2 + Math.floor(random() * 8) }, pick);
    const kind = at % 4;
    const said = kind === 0 ? ["golpe", pick()] : kind === 1 ? ["golpe", "suerte"] : [pick(), pick()];
    words.splice(Math.floor(random() * words.length), 0, ...said);
    const feared = kind === 0 && !words.join(" ").includes("golpe suerte");
    return { words, isIt: feared };
  });
}

const losses: number[] = [];
const network = train(examples(3_000, 1), { ...course, onRound: (_, loss) => losses.push(loss) });
const read = readerOf(network);
const fear = (text: string) => read(text.split(" "));

test("texts that it did not see are told apart by which words follow each other", () => {
  const unseen = examples(400, 2);
  const right = unseen.filter(({ words, isIt }) => fear(words.join(" ")) > 0 === isIt);
  expect(right.length / unseen.length).toBeGreaterThan(0.97);
});

test("a word that was never learned is read by what it is spelled like", () => {
  expect(fear("hola vecina golpee mañana")).toBeGreaterThan(fear("hola vecina zanahoria mañana"));
});

test("the same examples and course give the same network; another seed another", () => {
  const few = examples(200, 5);
  const short = { ...course, rounds: 1 };
  expect(train(few, short)).toEqual(train(few, short));
  expect(train(few, { ...short, seed: 4 }).output).not.toEqual(train(few, short).output);
});

test("after each round it tells how wrong it still is, and that falls", () => {
  expect(losses).toHaveLength(course.rounds);
  // A quarter of the words is hidden while it learns: it cannot be right every time.
  expect(losses.at(-1) ?? 1).toBeLessThan((losses[0] ?? 0) * 0.7);
});

test("a text without words is answered too", () => expect(Number.isFinite(read([]))).toBe(true));

describe("a network as a file", () => {
  const file = written(network, "a test");

  test("read again, it judges the same but for the rounding of a byte", () => {
    const again = readerOf(NetworkFile.parse(JSON.parse(JSON.stringify(file))));
    for (const { words } of examples(100, 7)) {
      expect(Math.abs(again(words) - read(words))).toBeLessThan(0.3);
    }
  });

  test.each(["own", "pieces", "taps", "tapBias", "output", "outputBias"] as const)(
    "%s with too few numbers is refused by name",
    (part) => {
      const numbers = { steps: "", values: "" };
      const { error } = NetworkFile.safeParse({ ...file, [part]: numbers });
      expect(error?.issues[0]?.message).toContain(`the network's ${part} has 0 numbers`);
    },
  );
});
