import type { OutgoingContent } from "@liss/contracts";
import type { Article } from "../knowledge/article.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";

/** A message that the robot would like to send. Without `article` it is a menu or a courtesy. */
export type Proposal = { content: OutgoingContent; article?: Pick<Article, "id" | "topic"> };

/** Ids of what can be tapped. They come back with her choice and are ours to read. */
export const choiceIds = {
  menu: "menu",
  person: "person",
  article: (id: string) => `article:${id}`,
} as const;

/** A list: the given articles and, always last, the way to a person. */
export function menu({ phrases }: Knowledge, articles: readonly Article[], body: string): Proposal {
  const { person } = phrases.options;
  const rows = articles.map(({ id, title, short }) => ({
    id: choiceIds.article(id),
    title,
    description: short,
  }));
  return {
    content: {
      kind: "list",
      body,
      button: phrases.menu.button,
      sections: [
        {
          title: phrases.menu.section,
          rows: [
            ...rows,
            { id: choiceIds.person, title: person.row_title, description: person.row_description },
          ],
        },
      ],
    },
  };
}

/** A text with the two ways on below it: the menu and a person. */
export function withOptions({ phrases }: Knowledge, body: string): OutgoingContent {
  const { menu: back, person } = phrases.options;
  return {
    kind: "buttons",
    body,
    buttons: [
      { id: choiceIds.menu, title: back.title },
      { id: choiceIds.person, title: person.title },
    ],
  };
}

/** An article as few messages: the options hang from the last part, so that a short one is a single message. */
export function serve(knowledge: Knowledge, article: Article): Proposal[] {
  const last = article.parts.length - 1;
  return article.parts.map((part, index) => ({
    article: { id: article.id, topic: article.topic },
    content: index === last ? withOptions(knowledge, part) : { kind: "text", text: part },
  }));
}
