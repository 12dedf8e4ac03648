import { heardWords } from "../signals/pattern.ts";

/** Ids of what can be tapped. They come back with her choice and are ours to read. */
export const choiceIds = {
  menu: "menu",
  person: "person",
  back: "back",
  more: "more",
  page: (page: number) => `menu:${page}`,
  topic: (id: string) => `topic:${id}`,
  /** Everything there is on a topic. */
  list: (id: string) => `list:${id}`,
  article: (id: string) => `article:${id}`,
} as const;

export type Choice =
  | { is: "menu"; page: number }
  | { is: "person" }
  | { is: "back" }
  | { is: "more" }
  | { is: "topic"; id: string }
  | { is: "list"; id: string; page: number }
  | { is: "article"; id: string };

/** What an id stands for; undefined when it is none of ours. */
export function choiceOf(id: string): Choice | undefined {
  if (id === choiceIds.menu) return { is: "menu", page: 1 };
  if (id === choiceIds.person || id === choiceIds.back || id === choiceIds.more) return { is: id };
  const [, topic, page] = /^list:([a-z-]+)(?::([1-9]))?$/.exec(id) ?? [];
  if (topic !== undefined) return { is: "list", id: topic, page: Number(page ?? 1) };
  const [, kind, rest = ""] = /^(menu|topic|article):(.+)$/.exec(id) ?? [];
  if (kind === "menu") return /^[1-9]$/.test(rest) ? { is: "menu", page: Number(rest) } : undefined;
  return kind === "topic" || kind === "article" ? { is: kind, id: rest } : undefined;
}

const ordinals = new Map(
  [
    "primera",
    "segunda",
    "tercera",
    "cuarta",
    "quinta",
    "sexta",
    "septima",
    "octava",
    "novena",
    "decima",
  ].flatMap((word, index) =>
    heardWords(`${word} ${word.slice(0, -1)}o`).map((heard) => [heard, index + 1] as [string, number]),
  ),
);
for (const [index, word] of [
  "uno",
  "dos",
  "tres",
  "cuatro",
  "cinco",
  "seis",
  "siete",
  "ocho",
  "nueve",
  "diez",
].entries())
  for (const heard of heardWords(word)) ordinals.set(heard, index + 1);
const around = new Set(heardWords("la el opcion numero alternativa quiero por favor porfa n nro num kiero"));

/** "2", "la 2", "opción dos", "la segunda": which row she means, from 1; undefined when it is more than a number. */
export function numberIn(words: readonly string[]): number | undefined {
  const left = words.filter((word) => !around.has(word));
  const [word = ""] = left;
  if (left.length !== 1) return undefined;
  return /^\d{1,2}$/.test(word) ? Number(word) : ordinals.get(word);
}
