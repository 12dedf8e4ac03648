import type { Automaton } from "./automaton.ts";
import { cut, type Token } from "./tokens.ts";
import type { Vocabulary, WordClass } from "./vocabulary.ts";

/** A pattern of `owner` matched tokens `from` to `to`, `to` exclusive. */
export type Match<Owner> = { owner: Owner; from: number; to: number };

export type Found<Owner> = {
  matches: Match<Owner>[];
  /** False when the message asked for more new work than one message may: the rest of it is unread. */
  complete: boolean;
};

export type Matcher<Owner> = (tokens: readonly Token[]) => Found<Owner>;

type Entry<Owner> = { owner: Owner; automaton: Automaton };

/** Where all patterns stand together after some words; the next word leads to another of these. */
type Position = {
  /** States of all patterns, numbered through. */
  states: readonly number[];
  /** Patterns that are complete here. */
  complete: readonly number[];
  /** By the kind of the next word; filled as texts are read. */
  next: Map<number, Position>;
};

/** Words that satisfy the same classes are of one kind. */
type Kind = { classes: readonly WordClass[]; breaks: boolean };

/** Beyond this many remembered positions they are forgotten and found again: memory stays bounded. */
const mostPositions = 100_000;
const mostRemembered = 100_000;
/** New edges that one message may make us find. Ordinary messages find almost none; see the tests for the time. */
const mostNewWork = 150_000;

/**
 * Finds every pattern in a text. Each place gives at most one match per pattern, the longest; no match runs
 * across the end of a sentence.
 *
 * All patterns are followed at once, and where they stand is remembered (a lazily built deterministic automaton,
 * as RE2 does over letters). From each word one step per word of the longest pattern, so the time is proportional
 * to the text whatever it says and hardly depends on the number of rules.
 */
export function createMatcher<Owner>(
  entries: readonly Entry<Owner>[],
  vocabulary: Vocabulary,
  isBreaker: (key: string) => boolean,
): Matcher<Owner> {
  const graph = joined(entries);
  const kindNumbers = new Map<string, number>();
  const kinds: Kind[] = [];
  const kindOfKey = new Map<string, number>();
  let positions = new Map<string, Position>();
  let start = positionOf([0]);

  function positionOf(states: readonly number[]): Position {
    const name = states.join();
    const known = positions.get(name);
    if (known) return known;
    const complete = [...new Set(states.flatMap((state) => graph.completes[state] ?? []))];
    const position: Position = { states, complete, next: new Map() };
    positions.set(name, position);
    return position;
  }

  function kindOf({ key, begun }: Token): number {
    const known = begun ? undefined : kindOfKey.get(key);
    if (known !== undefined) return known;
    const keys = begun ? [key, ...begun] : [key];
    const classes = [...new Set(keys.flatMap((each) => vocabulary.classesOf(each)))].sort((a, b) => a - b);
    const breaks = isBreaker(key);
    const name = `${classes.join()}${breaks ? "!" : ""}`;
    let number = kindNumbers.get(name);
    if (number === undefined) {
      number = kinds.push({ classes, breaks }) - 1;
      kindNumbers.set(name, number);
    }
    if (!begun) {
      if (kindOfKey.size >= mostRemembered) kindOfKey.clear();
      kindOfKey.set(key, number);
    }
    return number;
  }

  let work = 0;
  function step(position: Position, kind: number): Position {
    const { classes, breaks } = kinds[kind] ?? { classes: [], breaks: false };
    const reached = new Set<number>();
    for (const state of position.states) {
      const edges = graph.edges[state];
      if (!edges) continue;
      if (!breaks) for (const to of edges.any) reached.add(to);
      if (edges.by.size > classes.length) {
        for (const wordClass of classes) for (const to of edges.by.get(wordClass) ?? []) reached.add(to);
      } else {
        for (const [wordClass, tos] of edges.by)
          if (classes.includes(wordClass)) for (const to of tos) reached.add(to);
      }
    }
    work += position.states.length + reached.size;
    const next = positionOf([...reached].sort((a, b) => a - b));
    position.next.set(kind, next);
    return next;
  }

  return (tokens) => {
    if (positions.size > mostPositions) {
      positions = new Map();
      start = positionOf([0]);
    }
    work = 0;
    const kindsHere = tokens.map(kindOf);
    const matches: Match<Owner>[] = [];
    const longest = new Map<number, number>();
    for (let from = 0; from < tokens.length; from += 1) {
      if (work > mostNewWork) return { matches, complete: false };
      let position = start;
      for (let at = from; at < tokens.length; at += 1) {
        if (at > from && tokens[at]?.cutBefore === cut.sentence) break;
        const kind = kindsHere[at] ?? 0;
        position = position.next.get(kind) ?? step(position, kind);
        if (position.states.length === 0) break;
        if (position.complete.length > 0)
          for (const pattern of position.complete) longest.set(pattern, at + 1);
      }
      if (longest.size === 0) continue;
      for (const [pattern, to] of longest) {
        const entry = entries[pattern];
        if (entry) matches.push({ owner: entry.owner, from, to });
      }
      longest.clear();
    }
    return { matches, complete: true };
  };
}

type Edges = { any: number[]; by: Map<WordClass, number[]> };
type Graph = { edges: Edges[]; completes: number[][] };

/** One graph out of all patterns, their states numbered through and one common start, state 0. */
function joined<Owner>(entries: readonly Entry<Owner>[]): Graph {
  const start: Edges = { any: [], by: new Map() };
  const graph: Graph = { edges: [start], completes: [[]] };
  for (const [pattern, { automaton }] of entries.entries()) {
    const offset = graph.edges.length;
    for (const [number, state] of automaton.states.entries()) {
      const edges: Edges = { any: [], by: new Map() };
      for (const { on, to } of state.steps) {
        addEdge(edges, on, to + offset);
        if (number === 0) addEdge(start, on, to + offset);
      }
      graph.edges.push(edges);
      graph.completes.push(state.accepts ? [pattern] : []);
    }
  }
  return graph;
}

function addEdge(edges: Edges, on: WordClass | "any", to: number): void {
  if (on === "any") {
    edges.any.push(to);
    return;
  }
  const known = edges.by.get(on);
  if (known) known.push(to);
  else edges.by.set(on, [to]);
}
