import { z } from "zod";
import { OutgoingContent } from "./outgoing-content.ts";

/**
 * What the editors of the robot's content ask of it, through executive-routing. A question and its answer over the
 * broker, not an event: nothing of it is about any woman, and nothing of it is kept. So the subject is
 * outside those of the stream, which would store it and answer in the robot's place.
 */
export const robotPreviewSubject = "editors.robot";

const longestText = 2_000;
const longestArticle = 20_000;

/** The robot's memory of a sandbox. It travels with each turn and is the bot's to read. */
const SandboxState = z.record(z.string(), z.unknown());

export const RobotQuestion = z.discriminatedUnion("ask", [
  z.object({ ask: z.literal("articles") }),
  z.object({ ask: z.literal("article"), id: z.string().max(100) }),
  z.object({ ask: z.literal("gaps") }),
  z.object({ ask: z.literal("explain"), text: z.string().trim().min(1).max(longestText) }),
  z.object({
    ask: z.literal("turn"),
    topics: z.array(z.string()).min(1).max(60).optional().describe("Every topic when absent"),
    state: SandboxState.optional().describe("Absent at the beginning: then the robot opens"),
    said: z
      .discriminatedUnion("kind", [
        z.object({ kind: z.literal("text"), text: z.string().trim().min(1).max(longestText) }),
        z.object({ kind: z.literal("choice"), id: z.string().max(256), title: z.string().max(80) }),
      ])
      .optional(),
  }),
  z.object({
    ask: z.literal("check"),
    id: z.string().max(100),
    text: z.string().max(longestArticle).describe("The whole file as the editor would have it"),
  }),
]);
export type RobotQuestion = z.infer<typeof RobotQuestion>;

const ArticleLine = z.object({
  id: z.string(),
  topic: z.string(),
  topicTitle: z.string(),
  title: z.string(),
  short: z.string(),
  version: z.string(),
  verifiedOn: z.iso.date(),
  expires: z.iso.date(),
  state: z.enum(["served", "expires-soon", "expired", "broken"]),
  /** With `broken`: what is wrong with the file; the last good version serves. */
  problem: z.string().optional(),
});

export const RobotArticles = z.object({
  contentVersion: z.string(),
  articles: z.array(ArticleLine),
  /** Files that are refused and that no article stands for. */
  refused: z.array(z.object({ file: z.string(), problem: z.string(), servesLastGood: z.boolean() })),
});
export type RobotArticles = z.infer<typeof RobotArticles>;

const Rendered = z.object({
  title: z.string(),
  short: z.string(),
  parts: z.array(z.string()).describe("The messages she would get"),
  /** INFLESZ, 0 to 100: from 65 on anybody reads it. */
  readability: z.number(),
});

export const RobotArticle = z.object({
  line: ArticleLine,
  file: z.string(),
  text: z.string().describe("The file as it is served"),
  rendered: Rendered,
  questions: z.array(z.string()),
  sources: z.array(z.string()),
  numbers: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      name: z.string(),
      hours: z.string(),
      verifiedOn: z.iso.date(),
      confidence: z.enum(["high", "medium", "unverified"]),
    }),
  ),
});
export type RobotArticle = z.infer<typeof RobotArticle>;

export const RobotGaps = z.object({
  gaps: z.array(
    z.object({
      words: z.string(),
      reason: z.enum(["not-understood", "doubt", "outside"]),
      times: z.number().int(),
      lastDay: z.iso.date(),
    }),
  ),
});
export type RobotGaps = z.infer<typeof RobotGaps>;

export const RobotExplanation = z.object({
  contentVersion: z.string(),
  does: z.enum(["answers", "asks-back", "does-not-understand", "steps-back", "shows-menu"]),
  /** What made it step back, and by which words. */
  sign: z.object({ label: z.string(), words: z.array(z.string()) }).nullable(),
  confidence: z.number(),
  /** From here on it answers, and from here on it asks back. */
  floors: z.object({ answer: z.number(), guess: z.number() }),
  /** How the search reads the words: stems, and `=concept` where they name one. */
  tokens: z.array(z.string()),
  candidates: z.array(
    z.object({
      articleId: z.string(),
      topic: z.string(),
      title: z.string(),
      version: z.string(),
      score: z.number(),
      found: z.array(z.object({ word: z.string(), where: z.array(z.string()) })),
    }),
  ),
});
export type RobotExplanation = z.infer<typeof RobotExplanation>;

export const RobotTurn = z.object({
  state: SandboxState,
  proposals: z.array(z.object({ content: OutgoingContent, topic: z.string().optional() })),
  handBack: z.object({ reason: z.string(), summary: z.string() }).optional(),
});
export type RobotTurn = z.infer<typeof RobotTurn>;

/** What an article is refused for when it is read. */
export const articleProblems = [
  "no-front-matter",
  "front-matter-broken",
  "fact-wrong",
  "unknown-topic",
  "unknown-region",
  "unknown-number",
  "unverified-number",
  "unknown-reference",
  "loose-number",
  "unlisted-link",
  "hard-to-read",
  "long-sentence",
  "too-long",
  "long-paragraph",
  "title-betrays",
  "short-betrays",
  "first-line-betrays",
  "id-changed",
  "id-taken",
] as const;

/** By its code, with what it is about: whoever shows it has the words. */
export const ArticleProblem = z.object({
  code: z.enum(articleProblems),
  values: z.record(z.string(), z.string()),
});
export type ArticleProblem = z.infer<typeof ArticleProblem>;

export const RobotCheck = z.object({
  /** All that the service would refuse it for; none: it would be served. */
  problems: z.array(ArticleProblem),
  rendered: Rendered.optional(),
  /** For `git apply` at the root of the repository; null when nothing changed or the text is refused. */
  patch: z.string().nullable(),
});
export type RobotCheck = z.infer<typeof RobotCheck>;

/** The bot's answer: what was asked for, or that there is no such article. */
export const RobotAnswer = z.discriminatedUnion("is", [
  z.object({ is: z.literal("articles"), answer: RobotArticles }),
  z.object({ is: z.literal("article"), answer: RobotArticle }),
  z.object({ is: z.literal("gaps"), answer: RobotGaps }),
  z.object({ is: z.literal("explain"), answer: RobotExplanation }),
  z.object({ is: z.literal("turn"), answer: RobotTurn }),
  z.object({ is: z.literal("check"), answer: RobotCheck }),
  z.object({ is: z.literal("no-such-article") }),
  z.object({ is: z.literal("not-understood") }),
]);
export type RobotAnswer = z.infer<typeof RobotAnswer>;
