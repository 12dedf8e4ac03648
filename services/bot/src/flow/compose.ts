import type { OutgoingContent } from "@liss/contracts";
import type { Article } from "../knowledge/article.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { limits } from "../knowledge/schemas.ts";
import { choiceIds } from "./choice.ts";

/** A message that the robot would like to send. Without `topic` it is a menu or a courtesy. */
export type Proposal = {
  content: OutgoingContent;
  topic?: string;
  article?: Pick<Article, "id" | "version">;
};

export type Row = { id: string; title: string; description: string };

export const articleRow = ({ id, title, short }: Article): Row => ({
  id: choiceIds.article(id),
  title,
  description: short,
});

/**
 * A list of rows and, always last, the way to a person. Too many rows become pages. The body names them by number:
 * not every telephone opens a list, and not everybody finds the button.
 * @returns the message and the ids by which she may answer with a number, in order.
 */
export function list(
  { phrases }: Knowledge,
  rows: readonly Row[],
  body: string,
  { page = 1, pageId = choiceIds.page }: { page?: number; pageId?: (page: number) => string } = {},
): { proposal: Proposal; shown: string[] } {
  const { person } = phrases.options;
  const room = limits.rows - 1;
  const perPage = rows.length <= room ? room : room - 1;
  const first = (page - 1) * perPage;
  const ofPage = rows.slice(first, first + perPage);
  const isLast = first + perPage >= rows.length;
  const more = {
    id: pageId(isLast ? 1 : page + 1),
    title: phrases.menu.more_rows.title,
    description: phrases.menu.more_rows.description,
  };
  const shownRows: Row[] = [
    ...ofPage,
    ...(rows.length > room ? [more] : []),
    { id: choiceIds.person, title: person.row_title, description: person.row_description },
  ];
  const numbered = shownRows.map(({ title }, index) => `${index + 1}. ${title}`).join("\n");
  return {
    shown: shownRows.map(({ id }) => id),
    proposal: {
      content: {
        kind: "list",
        body: `${body}\n\n${numbered}`,
        button: phrases.menu.button,
        sections: [{ title: phrases.menu.section, rows: shownRows }],
      },
    },
  };
}

/** A text with the ways on below it: the menu, a person, and one more of the place where she is. */
export function withOptions(
  { phrases }: Knowledge,
  body: string,
  third?: { id: string; title: string },
): OutgoingContent {
  const { menu: toMenu, person } = phrases.options;
  return {
    kind: "buttons",
    body,
    buttons: [
      ...(third ? [third] : []),
      { id: choiceIds.menu, title: toMenu.title },
      { id: choiceIds.person, title: person.title },
    ],
  };
}

/** The variant of a phrase whose turn it is, and how often it has been said then. */
export function inTurn(
  key: string,
  variants: readonly string[],
  said: Readonly<Record<string, number>>,
): { text: string; said: Record<string, number> } {
  const times = said[key] ?? 0;
  return { text: variants[times % variants.length] ?? "", said: { ...said, [key]: times + 1 } };
}
