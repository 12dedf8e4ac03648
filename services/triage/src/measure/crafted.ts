import type { Rules } from "../assess/compile-rules.ts";

const longest = 4_096;
const fill = (text: string) => text.repeat(longest / text.length + 1).slice(0, longest);

/** Texts made to be slow: repeated beginnings of patterns, signs, unknown words, and the rules' own words at random. */
export function crafted(rules: Rules): string[] {
  const words = [
    ...new Set(
      JSON.stringify(rules.set)
        .toLowerCase()
        .match(/[a-zñ]{1,12}/g),
    ),
  ];
  let state = 7;
  const random = (size: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state % size;
  };
  const mixed = Array.from({ length: 60 }, () =>
    Array.from({ length: 900 }, () => words[random(words.length)])
      .join(" ")
      .slice(0, longest),
  );
  const unknown = Array.from({ length: 20 }, () =>
    Array.from({ length: 400 }, () =>
      Array.from({ length: 9 }, () => "abcdefghijklmnoprstuv"[random(21)]).join(""),
    )
      .join(" ")
      .slice(0, longest),
  );
  const repeated = [
    ...[
      "m ",
      "me ",
      "ta ",
      "no ",
      "a.",
      "a@",
      "1a",
      "csm ",
      "xq ",
      "🔪",
      "ﷺ",
      "e\u0301\u0302",
      "\u200b",
      "<a",
      "*a*",
      "!a!",
    ],
    ...[
      "me va a pegar ",
      "hace 2 anos ",
      "me mata de la risa ",
      "mis hijos ven ",
      "dio el ",
      "me esta ",
      "con un ",
    ],
  ].map(fill);
  return [...repeated, "a".repeat(longest), "mestapegandoconuncuchillo".repeat(160), ...mixed, ...unknown];
}
