import { createHash } from "node:crypto";
import { parse } from "yaml";
import { z } from "zod";
import { type Article, ArticleWrong, firstLine, readArticle } from "./article.ts";
import { findPhrase, fold, type Phrases, phrasesOf } from "./folding.ts";
import { limits, Numbers, PhraseBook, Safety } from "./schemas.ts";

/** Everything the robot can say and recognise. Immutable. */
export type Knowledge = {
  /** `es-CL+9f3c…`: locale and the first 12 hex digits of the SHA-256 of the files. */
  version: string;
  articles: readonly Article[];
  phrases: PhraseBook;
  hears: Record<"risk" | "person" | "menu" | "goodbye" | "thanks", Phrases>;
  /** Articles that are broken and therefore not served, with the reason. */
  refused: readonly { file: string; problem: string }[];
};

export class KnowledgeWrong extends Error {
  override readonly name = "KnowledgeWrong";
}

/**
 * Checks the content of a locale. A broken article is refused and named, the others serve; without phrases, numbers
 * or safety words there is no robot.
 * @param files name → text.
 * @throws KnowledgeWrong when one of the three is wrong.
 */
export function readKnowledge(locale: string, files: ReadonlyMap<string, string>): Knowledge {
  const { numbers } = part(files, "numbers.yaml", Numbers);
  const phrases = part(files, "phrases.yaml", PhraseBook);
  const safety = part(files, "safety.yaml", Safety);
  const betraying = phrasesOf(safety.betraying.split(/\s+/));
  assertNothingBetrays(phrases, betraying);

  const checks = {
    numbers: new Map(numbers.map((number) => [number.id, number])),
    phrases,
    betraying,
    links: safety.links,
  };
  const articles: Article[] = [];
  const refused: { file: string; problem: string }[] = [];
  for (const [file, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!file.endsWith(".md")) continue;
    try {
      const article = readArticle(text, checks);
      if (articles.some(({ id }) => id === article.id))
        throw new ArticleWrong(`the id "${article.id}" is taken`);
      articles.push(article);
    } catch (error) {
      refused.push({ file, problem: error instanceof Error ? error.message : String(error) });
    }
  }
  const { risk, person, menu, goodbye, thanks } = safety;
  return {
    version: `${locale}+${hashOf(files)}`,
    articles,
    phrases,
    hears: {
      risk: phrasesOf(risk),
      person: phrasesOf(person),
      menu: phrasesOf(menu),
      goodbye: phrasesOf(goodbye),
      thanks: phrasesOf(thanks),
    },
    refused,
  };
}

/** The articles of these topics that may be served today, as many as a menu holds beside the way to a person. */
export function servable({ articles }: Knowledge, topics: readonly string[], now: Date): Article[] {
  const today = now.toISOString().slice(0, 10);
  return articles
    .filter(({ topic, expires }) => topics.includes(topic) && today < expires)
    .sort((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic))
    .slice(0, limits.rows - 1);
}

function part<Schema extends z.ZodType>(
  files: ReadonlyMap<string, string>,
  name: string,
  schema: Schema,
): z.infer<Schema> {
  const text = files.get(name);
  if (text === undefined) throw new KnowledgeWrong(`${name} is missing`);
  const result = schema.safeParse(parse(text));
  if (result.success) return result.data;
  throw new KnowledgeWrong(`${name} is refused:\n${z.prettifyError(result.error)}`);
}

function assertNothingBetrays({ menu, options, ...phrases }: PhraseBook, betraying: Phrases): void {
  const shown = [
    menu.body,
    menu.again,
    menu.button,
    menu.section,
    phrases.did_you_mean,
    phrases.still_not_understood,
    phrases.courtesy,
    options.menu.title,
    options.person.title,
    options.person.row_title,
    options.person.row_description,
  ];
  for (const text of shown) {
    const found = findPhrase(fold(firstLine(text)), betraying);
    if (found)
      throw new KnowledgeWrong(
        `phrases.yaml is refused: "${firstLine(text)}" could betray her ("${found.join(" ")}")`,
      );
  }
}

function hashOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${text}\0`);
  return hash.digest("hex").slice(0, 12);
}
