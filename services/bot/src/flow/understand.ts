import type { MessageContent } from "@liss/contracts";
import type { Article } from "../knowledge/article.ts";
import { findPhrase, fold, isOnly } from "../knowledge/folding.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { choiceIds } from "./compose.ts";

/** What she wants, as far as the robot can tell. */
export type Wish =
  | { is: "article"; article: Article }
  | { is: "doubt"; between: readonly Article[] }
  | {
      is: "menu" | "person" | "goodbye" | "thanks" | "risk" | "unreadable" | "outside" | "nothing-understood";
    };

/**
 * Reads her message. Danger and the wish for a person come before everything else, whatever she asks beside them;
 * this check is coarse on purpose, triage and routing are the authority.
 * @param content null when the message could not be opened.
 * @param offered the articles of the delegation, in the order of the menu.
 */
export function understand(
  knowledge: Knowledge,
  content: MessageContent | null,
  offered: readonly Article[],
): Wish {
  if (content?.kind === "choice") return chosen(knowledge, content.id, offered);
  if (content?.kind === "reaction") return { is: "thanks" };
  if (content?.kind !== "text") return { is: "unreadable" };

  const { hears } = knowledge;
  const words = fold(content.text);
  if (findPhrase(words, hears.risk)) return { is: "risk" };
  if (words.length === 0) return { is: "unreadable" };
  if (findPhrase(words, hears.person)) return { is: "person" };
  if (isOnly(words, hears.goodbye)) return { is: "goodbye" };
  if (isOnly(words, hears.menu)) return { is: "menu" };
  return (
    byNumber(words, offered) ??
    byWords(knowledge, words, offered) ??
    (isOnly(words, hears.thanks) ? { is: "thanks" } : { is: "nothing-understood" })
  );
}

function chosen(knowledge: Knowledge, id: string, offered: readonly Article[]): Wish {
  if (id === choiceIds.person) return { is: "person" };
  if (id === choiceIds.menu) return { is: "menu" };
  const isChosen = (article: Article) => choiceIds.article(article.id) === id;
  const article = offered.find(isChosen);
  if (article) return { is: "article", article };
  return knowledge.articles.some(isChosen) ? { is: "outside" } : { is: "nothing-understood" };
}

/** "2": the second row of the menu; the one after the last article is a person. */
function byNumber(words: readonly string[], offered: readonly Article[]): Wish | undefined {
  const [word = ""] = words;
  if (words.length !== 1 || !/^\d{1,2}$/.test(word)) return undefined;
  const article = offered[Number(word) - 1];
  if (article) return { is: "article", article };
  return Number(word) === offered.length + 1 ? { is: "person" } : undefined;
}

/** The article whose keywords she used most; several if they tie; one outside the delegation is not for the robot. */
function byWords(
  knowledge: Knowledge,
  words: readonly string[],
  offered: readonly Article[],
): Wish | undefined {
  const scored = knowledge.articles
    .map((article) => ({ article, score: scoreOf(article, words) }))
    .filter(({ score }) => score > 0);
  const best = Math.max(...scored.map(({ score }) => score));
  const found = scored.filter(({ score }) => score === best).map(({ article }) => article);
  if (found.length === 0) return undefined;
  const allowed = offered.filter((article) => found.includes(article));
  const [only] = allowed;
  if (only === undefined) return { is: "outside" };
  return allowed.length === 1 ? { is: "article", article: only } : { is: "doubt", between: allowed };
}

function scoreOf(article: Article, words: readonly string[]): number {
  const used = article.keywords.filter((keyword) => findPhrase(words, [keyword]));
  return used.reduce((score, keyword) => score + keyword.length, 0);
}
