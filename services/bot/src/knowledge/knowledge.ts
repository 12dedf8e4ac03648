import { createHash } from "node:crypto";
import { parse } from "yaml";
import { z } from "zod";
import { type DirectoryEntry, readDirectory } from "../directory/directory.ts";
import { type Places, PlacesFile, readPlaces } from "../places/places.ts";
import { LearnedTopicsFile, readLearnedTopics } from "../search/learned-topics.ts";
import { buildSearch, type SearchIndex } from "../search/search.ts";
import { readVocabulary } from "../search/tokens.ts";
import { type Learned, LearnedFile, readLearned } from "../signals/learned.ts";
import { readSignals, type Signals, SignalsFile } from "../signals/signals.ts";
import { type Article, type ArticleChecks, readArticle } from "./article.ts";
import { ArticleWrong, problem } from "./article-problem.ts";
import { betrayingWords } from "./discretion.ts";
import { betrayalsIn, PhraseBook } from "./phrase-book.ts";
import { Asked, Discretion, type HelpNumber, Numbers, Synonyms, type Topic, Topics } from "./schemas.ts";

/** Everything the robot can say and recognise. Immutable. */
export type Knowledge = {
  /** `es-CL+9f3c…`: locale and the first 12 hex digits of the SHA-256 of what is served. */
  version: string;
  articles: readonly Article[];
  topics: readonly Topic[];
  numbers: ReadonlyMap<string, HelpNumber>;
  phrases: PhraseBook;
  signals: Signals;
  learned: Learned;
  places: Places;
  directory: readonly DirectoryEntry[];
  index: SearchIndex;
  /** What an article is checked against, now and when an editor proposes another wording. */
  checks: ArticleChecks;
  /** Files that are broken, with the reason, and whether an earlier version of them is served instead. */
  refused: readonly Refusal[];
  /** The texts that are served, broken files replaced: the next last good version. */
  files: ReadonlyMap<string, string>;
};

export type Refusal = { file: string; problem: string; servesLastGood: boolean };

export class KnowledgeWrong extends Error {
  override readonly name = "KnowledgeWrong";
}

type Files = ReadonlyMap<string, string>;

/**
 * Checks the content of a locale. A broken file is refused and named, and its last good version serves; an article
 * that never had one is left out, and without the other files there is no robot.
 * @param files name → text.
 * @param lastGood name → text of the version that was served before.
 * @throws KnowledgeWrong when a file that the robot cannot be without is broken and has no last good version.
 */
export function readKnowledge(locale: string, files: Files, lastGood: Files = new Map()): Knowledge {
  const refused: Refusal[] = [];
  const served = new Map<string, string>();

  /** The file as `read` makes it, or its last good version. */
  function reading<Read>(file: string, read: (text: string) => Read): Read | undefined {
    const problems: string[] = [];
    for (const text of [files.get(file), lastGood.get(file)]) {
      if (text === undefined) continue;
      try {
        const made = read(text);
        served.set(file, text);
        if (problems[0] !== undefined) refused.push({ file, problem: problems[0], servesLastGood: true });
        return made;
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
    refused.push({ file, problem: problems[0] ?? `${file} is missing`, servesLastGood: false });
    return undefined;
  }
  function needed<Read>(file: string, read: (text: string) => Read): Read {
    const made = reading(file, read);
    if (made === undefined) throw new KnowledgeWrong(`${file} is refused:\n${refused.at(-1)?.problem}`);
    return made;
  }

  const discretion = needed("discretion.yaml", fitting(Discretion));
  const betraying = betrayingWords(discretion.betraying);
  const phrases = needed("phrases.yaml", (text) => {
    const book = fitting(PhraseBook)(text);
    const found = betrayalsIn(book, betraying);
    if (found.length > 0) throw new KnowledgeWrong(`could betray her: ${found.join(", ")}`);
    return book;
  });
  const { numbers } = needed("numbers.yaml", fitting(Numbers));
  const { topics } = needed("topics.yaml", fitting(Topics));
  const signals = needed("signals.yaml", (text) => readSignals(fitting(SignalsFile)(text)));
  const learned = needed("danger.json", (text) => readLearned(LearnedFile.parse(JSON.parse(text))));
  const learnedTopics = needed("topics.json", (text) =>
    readLearnedTopics(LearnedTopicsFile.parse(JSON.parse(text))),
  );
  const vocabulary = needed("synonyms.yaml", (text) => readVocabulary(fitting(Synonyms)(text)));
  const places = needed("places.yaml", (text) => readPlaces(fitting(PlacesFile)(text)));
  const asked = needed("asked.yaml", (text) => {
    const read = fitting(Asked)(text);
    const unknown = Object.keys(read.asked).find((topic) => !topics.some(({ id }) => id === topic));
    if (unknown !== undefined) throw new KnowledgeWrong(`the topic "${unknown}" is not in topics.yaml`);
    return read;
  });
  const directory = needed("directory.csv", (text) => readDirectory(text, places));

  const byId = new Map(numbers.map((number) => [number.id, number]));
  const checks: ArticleChecks = {
    numbers: byId,
    phrases,
    betraying,
    links: discretion.links,
    topics: new Set(topics.map(({ id }) => id)),
    regions: new Set(places.regions.keys()),
  };
  const articles: Article[] = [];
  for (const file of [...files.keys()].filter((name) => name.endsWith(".md")).sort()) {
    const article = reading(file, (text) => {
      const read = readArticle(text, checks);
      if (articles.some(({ id }) => id === read.id))
        throw new ArticleWrong([problem("id-taken", { id: read.id })]);
      return read;
    });
    if (article) articles.push(article);
  }
  return {
    version: `${locale}+${hashOf(served)}`,
    articles,
    topics,
    numbers: byId,
    phrases,
    signals,
    learned,
    places,
    directory,
    index: buildSearch(articles, { asked, vocabulary, learned: learnedTopics }),
    checks,
    refused,
    files: served,
  };
}

/** Whether an article may be served on a day. */
export function isServable({ expires }: Article, now: Date): boolean {
  return now.toISOString().slice(0, 10) < expires;
}

/** The articles that may be served on a day, whoever delegated what. */
export function currentArticles({ articles }: Knowledge, now: Date): Article[] {
  const today = now.toISOString().slice(0, 10);
  return articles.filter(({ expires }) => today < expires);
}

/** The articles of these topics that may be served today, in the order of the topics, their lead first. */
export function servable(knowledge: Knowledge, allowed: readonly string[], now: Date): Article[] {
  const byTopic = new Map<string, Article[]>();
  for (const article of currentArticles(knowledge, now)) {
    const others = byTopic.get(article.topic);
    if (others) others.push(article);
    else byTopic.set(article.topic, [article]);
  }
  return knowledge.topics
    .filter(({ id }) => allowed.includes(id))
    .flatMap(({ id, lead }) =>
      (byTopic.get(id) ?? []).sort((a, b) => Number(b.id === lead) - Number(a.id === lead)),
    );
}

function fitting<Schema extends z.ZodType>(schema: Schema): (text: string) => z.infer<Schema> {
  return (text) => {
    const result = schema.safeParse(parse(text));
    if (result.success) return result.data;
    throw new KnowledgeWrong(z.prettifyError(result.error));
  };
}

function hashOf(files: Files): string {
  const hash = createHash("sha256");
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${text}\0`);
  return hash.digest("hex").slice(0, 12);
}
