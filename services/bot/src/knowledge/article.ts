import { createHash } from "node:crypto";
import type { ArticleProblem } from "@liss/contracts";
import { parse } from "yaml";
import { readability } from "../language/readability.ts";
import { ArticleWrong, problem } from "./article-problem.ts";
import { type Betraying, betrayalIn, firstLine } from "./discretion.ts";
import type { PhraseBook } from "./phrase-book.ts";
import { ArticleHead, type HelpNumber, limits, plainLanguage } from "./schemas.ts";

export type Article = {
  id: string;
  topic: string;
  title: string;
  short: string;
  keywords: readonly string[];
  questions: readonly string[];
  sources: readonly string[];
  /** Messages to send, in order; each fits WhatsApp and begins with a line that gives nothing away. */
  parts: readonly string[];
  /** The same in few words, for who asks again: what the article says first under each heading. */
  brief: string;
  verifiedOn: string;
  /** First day on which it is not served any more, `2027-05-23`. */
  expires: string;
  /** Only for those who live in this region. */
  region?: string;
  /** The first 12 hex digits of the SHA-256 of its file: which wording she got. */
  version: string;
  /** How easy it reads; see readability.ts. */
  inflesz: number;
};

export type ArticleChecks = {
  numbers: ReadonlyMap<string, HelpNumber>;
  phrases: PhraseBook;
  betraying: Betraying;
  links: readonly string[];
  topics: ReadonlySet<string>;
  regions: ReadonlySet<string>;
};

/**
 * Reads an article: YAML front matter, then text with `{{number:…}}` where a number goes.
 * @throws ArticleWrong with every problem.
 */
export function readArticle(text: string, checks: ArticleChecks): Article {
  const [, front, body] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text) ?? [];
  if (front === undefined || body === undefined) throw new ArticleWrong([problem("no-front-matter")]);
  const head = ArticleHead.safeParse(frontOf(front));
  if (!head.success) {
    throw new ArticleWrong(
      head.error.issues.map(({ path, message }) =>
        problem("fact-wrong", { fact: path.join("."), why: message }),
      ),
    );
  }
  const { verified_on: verifiedOn, region, ...facts } = head.data;
  const problems = [...unlistedNumbers(body), ...unlistedLinks(body, checks.links), ...hardToRead(body)];
  if (!checks.topics.has(facts.topic)) problems.push(problem("unknown-topic", { topic: facts.topic }));
  if (region !== undefined && !checks.regions.has(region))
    problems.push(problem("unknown-region", { region }));

  const rendered = withNumbers(body.trim(), checks, problems);
  const footer = checks.phrases.article_footer.replace("{{date}}", spoken(verifiedOn));
  const parts = splitAtParagraphs(`${rendered}\n\n${footer}`, checks.phrases.continues, problems);
  const lines = [
    ["title-betrays", facts.title, {}],
    ["short-betrays", facts.short, {}],
    ...parts.map((part, index) => ["first-line-betrays", firstLine(part), { part: index + 1 }] as const),
  ] as const;
  for (const [code, line, where] of lines) {
    const found = betrayalIn(line, checks.betraying);
    if (found) problems.push(problem(code, { ...where, found }));
  }
  if (problems.length > 0) throw new ArticleWrong(problems);
  return {
    ...facts,
    ...(region === undefined ? {} : { region }),
    parts,
    brief: briefOf(rendered),
    verifiedOn,
    version: createHash("sha256").update(text).digest("hex").slice(0, 12),
    inflesz: readability(body.replace(reference, "")).inflesz,
  };
}

/** Whatever the parser says of a front matter that is no YAML is a problem of the article. */
function frontOf(front: string): unknown {
  try {
    return parse(front);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ArticleWrong([problem("front-matter-broken", { why })]);
  }
}

/** "2026-11-23" → "23-11-2026", as dates are written in Chile. */
function spoken(day: string): string {
  return day.split("-").reverse().join("-");
}

const reference = /\{\{number:([^}]*)\}\}/g;

/** The ids of the numbers that a text names, once each. */
export const references = (text: string): string[] => [
  ...new Set([...text.matchAll(reference)].flatMap(([, id]) => id ?? [])),
];

function withNumbers(body: string, { numbers, phrases }: ArticleChecks, problems: ArticleProblem[]): string {
  const rendered = body.replace(reference, (_, id: string) => {
    const found = numbers.get(id);
    if (!found) problems.push(problem("unknown-number", { id }));
    if (found?.confidence === "unverified") problems.push(problem("unverified-number", { id }));
    if (!found) return "";
    const date = phrases.number_date.replace("{{date}}", spoken(found.verified_on));
    return `${found.number} (${found.name}${found.confidence === "medium" ? `, ${date}` : ""})`;
  });
  if (/\{\{/.test(rendered)) problems.push(problem("unknown-reference"));
  return rendered;
}

/** Digits that could be dialled, outside a reference. Laws, years, days and amounts of money are not. */
function unlistedNumbers(body: string): ArticleProblem[] {
  const rest = body
    .replace(reference, "")
    .replace(/\b\d{1,2}\.\d{3}\b/g, "")
    .replace(/\b(19|20)\d\d\b/g, "")
    .replace(/\b\d{1,4} (días|horas|semanas|meses|años)\b/g, "");
  return [...rest.matchAll(/[+*]?\d[\d ]{2,}/g)].map(([digits]) =>
    problem("loose-number", { number: digits.trim() }),
  );
}

function unlistedLinks(body: string, allowed: readonly string[]): ArticleProblem[] {
  return [...body.matchAll(/\b(?:https?:\/\/|www\.)([^\s/]+)/g)]
    .map(([, host = ""]) => host.replace(/^www\./, ""))
    .filter((host) => !allowed.includes(host))
    .map((host) => problem("unlisted-link", { host }));
}

function hardToRead(body: string): ArticleProblem[] {
  const problems: ArticleProblem[] = [];
  const { inflesz, longest } = readability(body.replace(reference, ""));
  if (inflesz < plainLanguage.inflesz)
    problems.push(problem("hard-to-read", { value: inflesz.toFixed(0), least: plainLanguage.inflesz }));
  if (longest.words > plainLanguage.sentence)
    problems.push(
      problem("long-sentence", {
        words: longest.words,
        most: plainLanguage.sentence,
        sentence: longest.text,
      }),
    );
  if (body.trim().length > plainLanguage.article)
    problems.push(problem("too-long", { characters: body.trim().length, most: plainLanguage.article }));
  return problems;
}

/** Paragraphs gathered into messages; a paragraph is never cut, and what continues begins with a neutral line. */
function splitAtParagraphs(text: string, continues: string, problems: ArticleProblem[]): string[] {
  const parts: string[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    if (paragraph.length > limits.body)
      problems.push(problem("long-paragraph", { characters: paragraph.length, most: limits.body }));
    const last = parts.at(-1);
    const joined = last === undefined ? paragraph : `${last}\n\n${paragraph}`;
    if (last !== undefined && joined.length <= limits.body) parts[parts.length - 1] = joined;
    else parts.push(last === undefined ? paragraph : `${continues}\n\n${paragraph}`);
  }
  return parts;
}

/** The first sentence of each paragraph, under its heading, in one message. */
function briefOf(rendered: string): string {
  const [opening = "", ...paragraphs] = rendered.split(/\n{2,}/);
  const lines = paragraphs.map((paragraph) => {
    const [heading = "", ...rest] = paragraph.split("\n");
    const isHeading = /^\*[^*]+\*$/.test(heading);
    const said = (isHeading ? rest : [heading, ...rest]).join(" ").replace(/^• /, "");
    const first = /^.*?[.!?](?=\s|$)/.exec(said)?.[0] ?? said;
    return isHeading ? `${heading} ${first}` : first;
  });
  let brief = opening;
  for (const line of lines) if (brief.length + line.length + 1 <= limits.body / 2) brief += `\n${line}`;
  return brief;
}
