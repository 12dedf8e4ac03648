import { parse } from "yaml";
import { findPhrase, fold, type Phrases, phrasesOf } from "./folding.ts";
import { ArticleHead, type HelpNumber, limits, type PhraseBook } from "./schemas.ts";

export type Article = {
  id: string;
  topic: string;
  title: string;
  short: string;
  keywords: Phrases;
  /** Messages to send, in order; each fits WhatsApp and begins with a line that gives nothing away. */
  parts: readonly string[];
  /** First day on which it is not served any more, `2027-05-23`. */
  expires: string;
};

export class ArticleWrong extends Error {
  override readonly name = "ArticleWrong";
}

export type ArticleChecks = {
  numbers: ReadonlyMap<string, HelpNumber>;
  phrases: PhraseBook;
  betraying: Phrases;
  links: readonly string[];
};

/**
 * Reads an article: YAML front matter, then text with `{{number:…}}` where a number goes.
 * @throws ArticleWrong with one line per problem.
 */
export function readArticle(text: string, checks: ArticleChecks): Article {
  const [, front, body] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(text) ?? [];
  if (front === undefined || body === undefined)
    throw new ArticleWrong("it has no front matter between two lines of ---");
  const head = ArticleHead.safeParse(parse(front));
  if (!head.success) {
    throw new ArticleWrong(
      head.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("\n"),
    );
  }
  const { keywords, verified_on, ...facts } = head.data;
  const problems = [...unlistedNumbers(body), ...unlistedLinks(body, checks.links)];
  const rendered = withNumbers(body.trim(), checks, problems);
  const footer = checks.phrases.article_footer.replace("{{date}}", spoken(verified_on));
  const parts = splitAtParagraphs(`${rendered}\n\n${footer}`, problems);

  for (const [where, line] of [
    ["the title", facts.title],
    ["the short form", facts.short],
    ...parts.map((part, index) => [`the first line of part ${index + 1}`, firstLine(part)] as const),
  ] as const) {
    const found = findPhrase(fold(line), checks.betraying);
    if (found) problems.push(`${where} could betray her: "${found.join(" ")}"`);
  }
  if (problems.length > 0) throw new ArticleWrong(problems.join("\n"));
  return { ...facts, keywords: phrasesOf(keywords), parts };
}

/** What the lock screen shows of a message. */
export function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

/** "2026-11-23" → "23-11-2026", as dates are written in Chile. */
function spoken(day: string): string {
  return day.split("-").reverse().join("-");
}

const reference = /\{\{number:([^}]*)\}\}/g;

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

/** Digits that could be dialled, outside a reference. Laws and years are not. */
function unlistedNumbers(body: string): string[] {
  const rest = body
    .replace(reference, "")
    .replace(/\bLey (N° ?)?\d{1,2}\.\d{3}\b/g, "")
    .replace(/\b(19|20)\d\d\b/g, "");
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

/** Paragraphs gathered into messages; a paragraph is never cut. */
function splitAtParagraphs(text: string, problems: string[]): string[] {
  const parts: string[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    if (paragraph.length > limits.body)
      problems.push(`a paragraph has ${paragraph.length} characters; ${limits.body} fit`);
    const last = parts.at(-1);
    const joined = last === undefined ? paragraph : `${last}\n\n${paragraph}`;
    if (last !== undefined && joined.length <= limits.body) parts[parts.length - 1] = joined;
    else parts.push(paragraph);
  }
  return parts;
}
