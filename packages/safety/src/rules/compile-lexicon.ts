import { type ReadWords, readerOf } from "@liss/classifier";
import { type Abbreviations, abbreviationsOf } from "../reading/abbreviations.ts";
import { createUnveil, type Unveil } from "../reading/hidden.ts";
import { keyOf, plain } from "../reading/sound.ts";
import { fieldName, ruleName } from "../weights/features.ts";
import type { Weights } from "../weights/score.ts";
import { compilePattern, type Lists } from "./compiled.ts";
import { createFinder, type Finder } from "./find.ts";
import type { BetrayalCode, Lexicon } from "./lexicon.ts";
import { PatternWrong } from "./pattern.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

/** One part of one pattern; all parts of a pattern must be in one sentence. */
export type PatternPart = { pattern: number; part: number; parts: number };
/** `weighs`: the feature that a match adds, where one match is not enough. */
export type RulePart = PatternPart & { code: BetrayalCode; weighs?: string };
export type FieldPart = PatternPart & { weighs: string };

/** The lexicon, ready to be asked. */
export type CompiledLexicon = {
  vocabulary: Vocabulary;
  unveil: Unveil;
  abbreviations: Abbreviations;
  namesThatAreWords: ReadonlySet<string>;
  findHarmless: Finder<PatternPart>;
  findRules: Finder<RulePart>;
  findFields: Finder<FieldPart>;
  weights: Weights;
  /** How likely the network thinks that the words of a passage betray, as the logarithm of odds. */
  readWords: ReadWords;
  enough: number;
};

/** @throws PatternWrong with every pattern that cannot be understood, one a line. */
export function compileLexicon(lexicon: Lexicon): CompiledLexicon {
  const vocabulary = createVocabulary();
  const lists: Lists = new Map(Object.entries(lexicon.lists));
  const problems: string[] = [];
  let patterns = 0;

  function compiled<Owner>(
    sources: readonly string[],
    ownerOf: (place: { pattern: number; part: number; parts: number }) => Owner,
  ) {
    return sources.flatMap((source) => {
      try {
        return compilePattern(source, lists, vocabulary).flatMap((nodes) => {
          patterns += 1;
          const way = { pattern: patterns, parts: nodes.length };
          return nodes.map((node, part) => ({ node, owner: ownerOf({ ...way, part }) }));
        });
      } catch (error) {
        if (!(error instanceof PatternWrong)) throw error;
        problems.push(error.message);
        return [];
      }
    });
  }

  const harmless = lexicon.harmless.flatMap((one) => compiled(one.patterns, (place): PatternPart => place));
  const rules = lexicon.rules.flatMap(({ code, sure, patterns: sources }) =>
    sources.flatMap((source) =>
      compiled(
        [source],
        (place): RulePart => ({ code, ...place, ...(!sure && { weighs: ruleName(code, source) }) }),
      ),
    ),
  );
  const fields = lexicon.fields.flatMap(({ says, patterns: sources }) =>
    compiled(sources, (place): FieldPart => ({ weighs: fieldName(says), ...place })),
  );
  if (problems.length > 0) throw new PatternWrong(problems.join("\n"));
  return {
    vocabulary,
    unveil: createUnveil({ ...lexicon.disguise, knows: vocabulary.knows }),
    abbreviations: abbreviationsOf(lexicon.disguise.abbreviations),
    namesThatAreWords: new Set(lexicon.disguise.names_that_are_words.map((name) => keyOf(plain(name)))),
    findHarmless: createFinder(harmless),
    findRules: createFinder(rules),
    findFields: createFinder(fields),
    weights: { start: lexicon.weights.start, of: new Map(Object.entries(lexicon.weights.weights)) },
    readWords: readerOf(lexicon.network),
    enough: lexicon.weights.enough,
  };
}
