import type { RobotCheck } from "@liss/contracts";
import { createTwoFilesPatch } from "diff";
import { readArticle } from "../knowledge/article.ts";
import { ArticleWrong, problem } from "../knowledge/article-problem.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { fileOf, renderedOf } from "./articles.ts";

/** Where the content is in the repository, for `git apply`. */
const folder = "services/bot/content/es-CL";
const linesAround = 3;

/**
 * Another wording of an article, checked as the service checks it at load, and the patch that would bring it. Nothing
 * is changed: somebody reviews the patch and commits it. Undefined when there is no such article.
 */
export function checkArticle(knowledge: Knowledge, id: string, text: string): RobotCheck | undefined {
  const before = knowledge.files.get(fileOf({ id }));
  if (before === undefined || !knowledge.articles.some((article) => article.id === id)) return undefined;
  const after = `${text.replaceAll("\r\n", "\n").trimEnd()}\n`;
  try {
    const article = readArticle(after, knowledge.checks);
    if (article.id !== id) return { problems: [problem("id-changed", { id })], patch: null };
    return {
      problems: [],
      rendered: renderedOf(article),
      patch: after === before ? null : patchOf(fileOf({ id }), before, after),
    };
  } catch (error) {
    if (!(error instanceof ArticleWrong)) throw error;
    return { problems: [...error.problems], patch: null };
  }
}

function patchOf(file: string, before: string, after: string): string {
  const path = `${folder}/${file}`;
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: linesAround,
  });
  return patch.replace(/^=+\n/, "");
}
