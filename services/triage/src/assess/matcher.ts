import type { Automaton } from "./automaton.ts";
import { cut, type Token } from "./tokens.ts";
import type { Vocabulary, WordClass } from "./vocabulary.ts";

/** A pattern of `owner` matched tokens `from` to `to`, `to` exclusive. */
export type Match<Owner> = { owner: Owner; from: number; to: number };

export type Matcher<Owner> = (tokens: readonly Token[]) => Match<Owner>[];

type Entry<Owner> = { owner: Owner; automaton: Automaton };

/** Where all patterns stand together after some words; the next word leads to another of these. */
type Position = {
  /** States of all patterns, numbered through. */
  states: readonly number[];
  /** Patterns that are complete here. */
  complete: readonly number[];
  /** By the kind of the next word; filled as texts are read. */
  next: (Position | undefined)[];
};

/** Beyond this many remembered positions they are forgotten and found again: memory stays bounded. */
const mostPositions = 20_000;

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
): Matcher<Owner> {
  const graph = joined(entries);
  const kinds = new Map<string, number>();
  const wordClasses: (readonly WordClass[])[] = [];
  let positions = new Map<string, Position>();
  let start = positionOf([0]);

  function positionOf(states: readonly number[]): Position {
    const name = states.join();
    const known = positions.get(name);
    if (known) return known;
    const complete = [...new Set(states.flatMap((state) => graph.completes[state] ?? []))];
    const position: Position = { states, complete, next: [] };
    positions.set(name, position);
    return position;
  }

  /** Words that satisfy the same classes are of one kind; the kind of a word that no rule knows is 0 classes. */
  function kindOf(key: string): number {
    const classes = [...vocabulary.classesOf(key)].sort((a, b) => a - b);
    const name = classes.join();
    const known = kinds.get(name);
    if (known !== undefined) return known;
    kinds.set(name, wordClasses.length);
    return wordClasses.push(classes) - 1;
  }

  function step(position: Position, kind: number): Position {
    const known = position.next[kind];
    if (known) return known;
    const classes = wordClasses[kind] ?? [];
    const reached = new Set<number>();
    for (const state of position.states) {
      const edges = graph.edges[state];
      for (const to of edges?.any ?? []) reached.add(to);
      for (const wordClass of classes) for (const to of edges?.by.get(wordClass) ?? []) reached.add(to);
    }
    const next = positionOf([...reached].sort((a, b) => a - b));
    position.next[kind] = next;
    return next;
  }

  return (tokens) => {
    if (positions.size > mostPositions) {
      positions = new Map();
      start = positionOf([0]);
    }
    const looked = new Map<string, number>();
    const kindsHere = tokens.map(({ key }) => {
      const kind = looked.get(key) ?? kindOf(key);
      looked.set(key, kind);
      return kind;
    });
    const matches: Match<Owner>[] = [];
    for (let from = 0; from < tokens.length; from += 1) {
      const longest = new Map<number, number>();
      let position = start;
      for (let at = from; at < tokens.length; at += 1) {
        if (at > from && tokens[at]?.cutBefore === cut.sentence) break;
        position = step(position, kindsHere[at] ?? 0);
        if (position.states.length === 0) break;
        for (const pattern of position.complete) longest.set(pattern, at + 1);
      }
      for (const [pattern, to] of longest) {
        const entry = entries[pattern];
        if (entry) matches.push({ owner: entry.owner, from, to });
      }
    }
    return matches;
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
  if (on === "any") edges.any.push(to);
  else edges.by.set(on, [...(edges.by.get(on) ?? []), to]);
}
