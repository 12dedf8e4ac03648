import { stemmer } from "@orama/stemmers/spanish";

const letterOf: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
};

/** "m4tar", "vi0la": written so that a machine does not see it. A number stays a number. */
function uncensored(text: string): string {
  return text.replace(/(?<=\p{L})[013457@]+(?=\p{L}|$|\s)|(?<=^|\s)[013457@](?=\p{L}{2})/gu, (marks) =>
    [...marks].map((mark) => letterOf[mark] ?? mark).join(""),
  );
}

/** What is drawn instead of written, in danger more than ever. */
const drawn: Record<string, string> = {
  "🔪": " cuchillo ",
  "🗡": " cuchillo ",
  "🔫": " pistola ",
  "🆘": " auxilio ",
};
const drawings = new RegExp(Object.keys(drawn).join("|"), "gu");

/** Text without accents, case, marks or invisible characters; letters and digits apart from everything else, some drawings as words. */
export function plainWords(text: string): string[] {
  return uncensored(text.replace(drawings, (sign) => drawn[sign] ?? sign))
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/[’'`´]/g, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/**
 * The word as it sounds in Chile, one letter a sound: "keria", "quería" and "queria" are one. `h` is silent, `b` and
 * `v` are one, `s` stands for `c` and `z`; repeated letters ("holaaa") count once.
 */
export function soundOf(word: string): string {
  return remembered(sounds, word, heard);
}

function heard(word: string): string {
  return word
    .replace(/(\p{L})\1+/gu, "$1")
    .replace(/sh/g, "ch")
    .replace(/qu|q|c(?![eih])/g, "k")
    .replace(/c(?=[ei])|z/g, "s")
    .replace(/ps(?=[ie])/g, "s")
    .replace(/v/g, "b")
    .replace(/w(?=[aeiou])/g, "gu")
    .replace(/(?<!c)h/g, "")
    .replace(/(\p{L})\1+/gu, "$1");
}

/** Each word worked out once: words alone, without whose they were or in which order, and no more than a language has. */
const sounds = new Map<string, string>();
const stems = new Map<string, string>();
const remembersAtMost = 20_000;

function remembered(memory: Map<string, string>, word: string, workOut: (word: string) => string): string {
  const found = memory.get(word);
  if (found !== undefined) return found;
  const made = workOut(word);
  if (memory.size < remembersAtMost) memory.set(word, made);
  return made;
}

/** The stem by which words are compared: "denunciar", "denunsie" and "denuncias" come out alike. */
export function stemOf(word: string): string {
  return remembered(stems, word, (each) => (/\d/.test(each) ? each : soundOf(stemmer(spelled(each)))));
}

/** The stemmer knows the spelling of the schools: "kiero" is no verb to it, "quiero" is. */
function spelled(word: string): string {
  return word
    .replace(/(\p{L})\1{2,}/gu, "$1")
    .replace(/k(?=[ei])/g, "qu")
    .replace(/k/g, "c")
    .replace(/s(?=ion(es)?$)/, "c");
}
