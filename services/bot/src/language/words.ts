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

/** Text without accents, case, marks or invisible characters; letters and digits apart from everything else. */
export function plainWords(text: string): string[] {
  return uncensored(text)
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

const known = new Map<string, string>();
/** Stems of the language fit; what nobody ever writes must not fill the memory. */
const knownAtMost = 20_000;

/** The stem by which words are compared: "denunciar", "denunsie" and "denuncias" come out alike. */
export function stemOf(word: string): string {
  const found = known.get(word);
  if (found !== undefined) return found;
  const stem = /\d/.test(word) ? word : soundOf(stemmer(spelled(word)));
  if (known.size < knownAtMost) known.set(word, stem);
  return stem;
}

/** The stemmer knows the spelling of the schools: "kiero" is no verb to it, "quiero" is. */
function spelled(word: string): string {
  return word
    .replace(/(\p{L})\1{2,}/gu, "$1")
    .replace(/k(?=[ei])/g, "qu")
    .replace(/k/g, "c")
    .replace(/s(?=ion(es)?$)/, "c");
}
