import { type FormTag, formTags } from "./verb-form.ts";

/**
 * The small language of the rules. A pattern is words in order:
 *
 *   pistola          that word, however it is spelled
 *   cuchill*         any word that begins so
 *   ~pegar           any form of the verb;  ~pegar/el+ado  only "pega", "pegó", "pegado"… (tags: `verb-form.ts`)
 *   @hombre          any word or phrase of the list `hombre`;  @golpear/el  its verbs only in that form
 *   (a | b c)        one of these;  x?  x or nothing
 *   ..3              up to three words in between, none of them "no", "pero"… (`breakers` of the rule set)
 *
 * There is no repetition without a bound: every pattern has a longest match, so reading a text takes time
 * proportional to its length whatever the text says.
 */
export type Pattern =
  | { is: "word"; word: string }
  | { is: "stem"; stem: string }
  | { is: "verb"; infinitive: string; tags: readonly FormTag[] }
  | { is: "list"; name: string; tags?: readonly FormTag[] }
  | { is: "gap"; upTo: number }
  | { is: "sequence"; parts: Pattern[] }
  | { is: "choice"; options: Pattern[] }
  | { is: "optional"; part: Pattern };

export class PatternWrong extends Error {
  override readonly name = "PatternWrong";
}

const piece =
  /\s*(\.\.\d+|[()|?]|@[\p{L}\d_]+(?:\/[a-z]+(?:\+[a-z]+)*)?|~\p{L}+(?:\/[a-z]+(?:\+[a-z]+)*)?|[\p{L}\p{N}]+\*?|\p{Extended_Pictographic})\s*/uy;
const longestGap = 10;

/** @throws PatternWrong saying where. */
export function parsePattern(source: string): Pattern {
  const pieces = scan(source);
  let at = 0;

  const choice = (): Pattern => {
    const options = [sequence()];
    while (pieces[at] === "|") {
      at += 1;
      options.push(sequence());
    }
    return options.length === 1 && options[0] ? options[0] : { is: "choice", options };
  };

  const sequence = (): Pattern => {
    const parts: Pattern[] = [];
    for (let next = pieces[at]; next !== undefined && next !== "|" && next !== ")"; next = pieces[at]) {
      at += 1;
      const part = next === "(" ? group() : atom(next, source);
      if (pieces[at] === "?") {
        at += 1;
        parts.push({ is: "optional", part });
      } else parts.push(part);
    }
    if (parts.length === 0) throw new PatternWrong(`"${source}" has an empty part`);
    return parts.length === 1 && parts[0] ? parts[0] : { is: "sequence", parts };
  };

  const group = (): Pattern => {
    const inner = choice();
    if (pieces[at] !== ")") throw new PatternWrong(`"${source}" lacks a closing parenthesis`);
    at += 1;
    return inner;
  };

  const pattern = choice();
  if (at < pieces.length) throw new PatternWrong(`"${source}" has an unexpected ${pieces[at]}`);
  return pattern;
}

function scan(source: string): string[] {
  const pieces: string[] = [];
  piece.lastIndex = 0;
  for (let at = 0; at < source.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    const found = piece.exec(source)?.[1];
    if (found === undefined) throw new PatternWrong(`"${source}" cannot be read from "${source.slice(at)}"`);
    pieces.push(found);
  }
  return pieces;
}

function atom(text: string, source: string): Pattern {
  if (text.startsWith("..")) {
    const upTo = Number(text.slice(2));
    if (upTo < 1 || upTo > longestGap)
      throw new PatternWrong(`"${source}": a gap is 1 to ${longestGap} words, not ${upTo}`);
    return { is: "gap", upTo };
  }
  if (text.startsWith("@")) {
    const [name = "", tags] = text.slice(1).split("/");
    return tags === undefined ? { is: "list", name } : { is: "list", name, tags: tagsOf(tags, text, source) };
  }
  if (text.startsWith("~")) return verb(text, source);
  if (text.endsWith("*")) {
    const stem = text.slice(0, -1);
    if (stem.length < 3)
      throw new PatternWrong(`"${source}": ${text} is too short and would match almost anything`);
    return { is: "stem", stem };
  }
  if (/^[()|?]$/.test(text)) throw new PatternWrong(`"${source}" has an unexpected ${text}`);
  return { is: "word", word: text };
}

function verb(text: string, source: string): Pattern {
  const [infinitive = "", tags] = text.slice(1).split("/");
  if (!/^\p{L}*[aeiíu]r$/u.test(infinitive))
    throw new PatternWrong(`"${source}": ${text} is not an infinitive`);
  return { is: "verb", infinitive, tags: tags === undefined ? formTags : tagsOf(tags, text, source) };
}

function tagsOf(tags: string, text: string, source: string): FormTag[] {
  const only = tags.split("+");
  for (const tag of only) {
    if (!formTags.some((known) => known === tag))
      throw new PatternWrong(
        `"${source}": ${text} names no form of a verb; there are ${formTags.join(", ")}`,
      );
  }
  return formTags.filter((tag) => only.includes(tag));
}
