import { createHash } from "node:crypto";
import { parse } from "yaml";
import { readability } from "../language/readability.ts";
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

export class ArticleWrong extends Error {
  override readonly name = "ArticleWrong";
}

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
 * @throws ArticleWrong with one line per problem.
 */
export function readArticle(text: string, checks: ArticleChecks): Article {
  const [, front, body] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text) ?? [];
  if (front === undefined || body === undefined)
    throw new ArticleWrong("it has no front matter between two lines of ---");
  const head = ArticleHead.safeParse(frontOf(front));
  if (!head.success) {
    throw new ArticleWrong(
      head.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"),
    );
  }
  const { verified_on: verifiedOn, region, ...facts } = head.data;
  const problems = [...unlistedNumbers(body), ...unlistedLinks(body, checks.links), ...hardToRead(body)];
  if (!checks.topics.has(facts.topic)) problems.push(`the topic "${facts.topic}" is not in topics.yaml`);
  if (region !== undefined && !checks.regions.has(region))
    problems.push(`the region "${region}" is not in places.yaml`);

  const rendered = withNumbers(body.trim(), checks, problems);
  const footer = checks.phrases.article_footer.replace("{{date}}", spoken(verifiedOn));
  const parts = splitAtParagraphs(`${rendered}\n\n${footer}`, checks.phrases.continues, problems);
  const lines = [
    ["the title", facts.title],
    ["the short form", facts.short],
    ...parts.map((part, index) => [`the first line of part ${index + 1}`, firstLine(part)] as const),
  ] as const;
  for (const [where, line] of lines) {
    const found = betrayalIn(line, checks.betraying);
    if (found) problems.push(`${where} could betray her: "${found}"`);
  }
  if (problems.length > 0) throw new ArticleWrong(problems.join("\n"));
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
    throw new ArticleWrong(`the front matter is no YAML: ${error instanceof Error ? error.message : error}`);
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

function withNumbers(body: string, { numbers, phrases }: ArticleChecks, problems: string[]): string {
  const rendered = body.replace(reference, (_, id: string) => {
    const found = numbers.get(id);
    if (!found) problems.push(`the number "${id}" is not in numbers.yaml`);
    if (found?.confidence === "unverified")
      problems.push(`the number "${id}" is not verified and may not be served`);
    if (!found) return "";
    const date = phrases.number_date.replace("{{date}}", spoken(found.verified_on));
    return `${found.number} (${found.name}${found.confidence === "medium" ? `, ${date}` : ""})`;
  });
  if (/\{\{/.test(rendered)) problems.push("there is a {{…}} that is not {{number:id}}");
  return rendered;
}

/** Digits that could be dialled, outside a reference. Laws, years, days and amounts of money are not. */
function unlistedNumbers(body: string): string[] {
  const rest = body
    .replace(reference, "")
    .replace(/\b\d{1,2}\.\d{3}\b/g, "")
    .replace(/\b(19|20)\d\d\b/g, "")
    .replace(/\b\d{1,4} (días|horas|semanas|meses|años)\b/g, "");
  return [...rest.matchAll(/[+*]?\d[\d ]{2,}/g)].map(
    ([digits]) => `the number "${digits.trim()}" is not taken from numbers.yaml`,
  );
}

function unlistedLinks(body: string, allowed: readonly string[]): string[] {
  return [...body.matchAll(/\b(?:https?:\/\/|www\.)([^\s/]+)/g)]
    .map(([, host = ""]) => host.replace(/^www\./, ""))
    .filter((host) => !allowed.includes(host))
    .map((host) => `the link to ${host} is not on the allow-list`);
}

function hardToRead(body: string): string[] {
  const problems: string[] = [];
  const { inflesz, longest } = readability(body.replace(reference, ""));
  if (inflesz < plainLanguage.inflesz)
    problems.push(`it is hard to read: INFLESZ ${inflesz.toFixed(0)}, at least ${plainLanguage.inflesz}`);
  if (longest.words > plainLanguage.sentence)
    problems.push(
      `a sentence has ${longest.words} words, at most ${plainLanguage.sentence}: "${longest.text}"`,
    );
  if (body.trim().length > plainLanguage.article)
    problems.push(`it has ${body.trim().length} characters, at most ${plainLanguage.article}`);
  return problems;
}

/** Paragraphs gathered into messages; a paragraph is never cut, and what continues begins with a neutral line. */
function splitAtParagraphs(text: string, continues: string, problems: string[]): string[] {
  const parts: string[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    if (paragraph.length > limits.body)
      problems.push(`a paragraph has ${paragraph.length} characters; ${limits.body} fit`);
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
