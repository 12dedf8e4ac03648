import { type Pattern, PatternWrong, parsePattern } from "./pattern.ts";
import type { Vocabulary, WordClass } from "./vocabulary.ts";

/** A pattern with its words replaced by their classes and its lists by what is in them. */
export type Node =
  | { is: "words"; classes: ReadonlySet<WordClass> }
  | { is: "sequence" | "choice"; parts: readonly Node[] }
  | { is: "optional"; part: Node }
  | { is: "gap"; upTo: number }
  | { is: "begin" | "end" | "pause" };

export type Lists = ReadonlyMap<string, string>;

/** The ways of a pattern, each in its parts, ready to be looked for. @throws PatternWrong */
export function compilePattern(source: string, lists: Lists, vocabulary: Vocabulary): Node[][] {
  const build = (pattern: Pattern, inside: readonly string[]): Node => {
    switch (pattern.is) {
      case "word":
      case "stem":
      case "verb":
      case "exact":
        return { is: "words", classes: new Set([vocabulary.classFor(pattern.is, pattern.name)]) };
      case "list": {
        const list = lists.get(pattern.name);
        if (list === undefined) throw new PatternWrong(`"${source}": there is no list @${pattern.name}`);
        if (inside.includes(pattern.name))
          throw new PatternWrong(`the list @${pattern.name} contains itself`);
        const [[only, ...more] = [], ...ways] = parsePattern(list);
        if (!only || more.length + ways.length > 0)
          throw new PatternWrong(`the list @${pattern.name} cannot have "&"`);
        return build(only, [...inside, pattern.name]);
      }
      case "choice":
        return merged(pattern.parts.map((part) => build(part, inside)));
      case "sequence":
        return { is: "sequence", parts: pattern.parts.map((part) => build(part, inside)) };
      case "optional":
        return { is: "optional", part: build(pattern.part, inside) };
      default:
        return pattern;
    }
  };
  return parsePattern(source).map((parts) =>
    parts.map((part) => {
      const node = build(part, []);
      if (firstOf(node) === undefined) throw new PatternWrong(`"${source}" must begin with a word`);
      return node;
    }),
  );
}

/** Single words of a choice are looked up together. */
function merged(parts: readonly Node[]): Node {
  const flat = parts.flatMap((part) => (part.is === "choice" ? part.parts : [part]));
  const classes = new Set(flat.flatMap((part) => (part.is === "words" ? [...part.classes] : [])));
  const others = flat.filter((part) => part.is !== "words");
  const all: Node[] = classes.size > 0 ? [{ is: "words", classes }, ...others] : others;
  return all.length === 1 && all[0] ? all[0] : { is: "choice", parts: all };
}

/** The classes that the first word of a match can have; undefined when it may be any word or none. */
export function firstOf(node: Node): ReadonlySet<WordClass> | undefined {
  switch (node.is) {
    case "words":
      return node.classes;
    case "choice": {
      const firsts = node.parts.map(firstOf);
      if (firsts.some((first) => first === undefined)) return undefined;
      return new Set(firsts.flatMap((first) => [...(first ?? [])]));
    }
    case "sequence": {
      const classes = new Set<WordClass>();
      for (const part of node.parts) {
        if (part.is === "begin") continue;
        const first = firstOf(part.is === "optional" ? part.part : part);
        if (first === undefined) return undefined;
        for (const one of first) classes.add(one);
        if (part.is !== "optional") return classes;
      }
      return undefined;
    }
    default:
      return undefined;
  }
}
