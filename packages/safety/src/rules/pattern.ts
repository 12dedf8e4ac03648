/**
 * A way of saying something, as the lexicon writes it:
 *
 *   palabra   that word, by its sound         raiz*   every word that begins so      ~verbo   every form of the verb
 *   =él       that word with its accents      @lista  one of the list of that name   a | b    one of these, in (…)
 *   x?        may be missing                  ..3     up to three words between      ^ $      begin, end of a sentence
 *   ,         a pause: a comma, or the end of the sentence
 *   a & b     both in one sentence, in any order (only at the top; binds stronger than |)
 */
export type Pattern =
  | { is: "word" | "stem" | "verb" | "exact" | "list"; name: string }
  | { is: "sequence" | "choice"; parts: readonly Pattern[] }
  | { is: "optional"; part: Pattern }
  | { is: "gap"; upTo: number }
  | { is: "begin" | "end" | "pause" };

/** A pattern of the lexicon cannot be understood; the message says which and why. */
export class PatternWrong extends Error {
  override name = "PatternWrong";
}

const longestGap = 12;

/** The ways of a pattern, each with the parts that must all be in one sentence. @throws PatternWrong */
export function parsePattern(source: string): Pattern[][] {
  const tokens = source.match(/\(|\)|\||&|[^\s()|&]+\??|\S/g) ?? [];
  let at = 0;
  const wrong = (why: string) => new PatternWrong(`"${source}": ${why}`);

  const optionalMark = (part: Pattern): Pattern => {
    if (tokens[at] !== "?") return part;
    at += 1;
    return { is: "optional", part };
  };
  const atom = (): Pattern => {
    const token = tokens[at];
    at += 1;
    if (token === undefined) throw wrong("something is missing at the end");
    if (token === "(") {
      const inside = choice();
      if (tokens[at] !== ")") throw wrong("a parenthesis is not closed");
      at += 1;
      return optionalMark(inside);
    }
    if (token === "^") return { is: "begin" };
    if (token === "$") return { is: "end" };
    if (token === ",") return { is: "pause" };
    if (token.startsWith("..")) return gapOf(token);
    if (token.length > 1 && token.endsWith("?")) return { is: "optional", part: wordOf(token.slice(0, -1)) };
    return wordOf(token);
  };
  const gapOf = (token: string): Pattern => {
    const upTo = Number(token.slice(2));
    if (!Number.isInteger(upTo) || upTo < 1 || upTo > longestGap)
      throw wrong(`a gap is ..1 to ..${longestGap}`);
    return { is: "gap", upTo };
  };
  const wordOf = (token: string): Pattern => {
    const mark = /^[~@=]/.exec(token)?.[0];
    const stem = token.endsWith("*");
    const name = token.slice(mark ? 1 : 0, stem ? -1 : undefined);
    if (name === "" || (mark && stem) || /[*~@=^$?]/.test(name)) throw wrong(`"${token}" is no word`);
    if (mark === "~") {
      if (!/(ar|er|ir)$/.test(name)) throw wrong(`"${token}" is no infinitive`);
      return { is: "verb", name };
    }
    if (mark === "@") return { is: "list", name };
    if (mark === "=") return { is: "exact", name: name.normalize("NFC") };
    return { is: stem ? "stem" : "word", name };
  };
  const sequence = (): Pattern => {
    const parts: Pattern[] = [];
    while (at < tokens.length && !["|", ")", "&"].includes(tokens[at] ?? "")) parts.push(atom());
    if (parts.length === 0) throw wrong("nothing stands between two signs");
    return parts.length === 1 && parts[0] ? parts[0] : { is: "sequence", parts };
  };
  const choice = (): Pattern => {
    const parts = [sequence()];
    while (tokens[at] === "|") {
      at += 1;
      parts.push(sequence());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { is: "choice", parts };
  };

  const together = (): Pattern[] => {
    const parts = [sequence()];
    while (tokens[at] === "&") {
      at += 1;
      parts.push(sequence());
    }
    return parts;
  };
  const ways = [together()];
  while (tokens[at] === "|") {
    at += 1;
    ways.push(together());
  }
  if (at < tokens.length) throw wrong(`"${tokens[at]}" is not expected here`);
  // Ways of one part each are looked for at once.
  const single = ways.flatMap((parts) => (parts.length === 1 ? parts : []));
  const several = ways.filter((parts) => parts.length > 1);
  return single.length === 0 ? several : [[{ is: "choice", parts: single }], ...several];
}
