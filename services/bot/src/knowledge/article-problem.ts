import type { ArticleProblem, articleProblems } from "@liss/contracts";

type Code = (typeof articleProblems)[number];

/** For whoever reads a log or a report; the editors' page has its own words. */
const sentences: Record<Code, string> = {
  "no-front-matter": "it has no front matter between two lines of ---",
  "front-matter-broken": "the front matter is no YAML: {why}",
  "fact-wrong": "{fact}: {why}",
  "unknown-topic": 'the topic "{topic}" is not in topics.yaml',
  "unknown-region": 'the region "{region}" is not in places.yaml',
  "unknown-number": 'the number "{id}" is not in numbers.yaml',
  "unverified-number": 'the number "{id}" is not verified and may not be served',
  "unknown-reference": "there is a {{…}} that is not {{number:id}}",
  "loose-number": 'the number "{number}" is not taken from numbers.yaml',
  "unlisted-link": "the link to {host} is not on the allow-list",
  "hard-to-read": "it is hard to read: INFLESZ {value}, at least {least}",
  "long-sentence": 'a sentence has {words} words, at most {most}: "{sentence}"',
  "too-long": "it has {characters} characters, at most {most}",
  "long-paragraph": "a paragraph has {characters} characters; {most} fit",
  "title-betrays": 'the title could betray her: "{found}"',
  "short-betrays": 'the short form could betray her: "{found}"',
  "first-line-betrays": 'the first line of part {part} could betray her: "{found}"',
  "id-changed": 'the id must stay "{id}"',
  "id-taken": 'the id "{id}" is taken',
};

export const problem = (code: Code, values: Record<string, string | number> = {}): ArticleProblem => ({
  code,
  values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])),
});

/** An article that is not served as it is written, with every reason at once. */
export class ArticleWrong extends Error {
  override readonly name = "ArticleWrong";
  readonly problems: readonly ArticleProblem[];
  constructor(problems: readonly ArticleProblem[]) {
    super(problems.map(sentenceOf).join("\n"));
    this.problems = problems;
  }
}

function sentenceOf({ code, values }: ArticleProblem): string {
  return sentences[code].replace(/(?<!\{)\{(\w+)\}(?!\})/g, (_, name: string) => values[name] ?? "");
}
