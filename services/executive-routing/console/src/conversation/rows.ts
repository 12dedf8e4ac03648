import type { MessageView } from "@liss/executive-routing/desk-api";
import type { Unsent } from "../composer/unsent.ts";
import type { Line } from "./bubbles.ts";

/** What the thread shows, one under the other. */
export type Row = Line | { type: "unsent"; key: string; unsent: Unsent };

/** A first guess at the height of a row (px); it is measured as soon as it is in the page. */
export function heightOf(row: Row | undefined): number {
  if (!row) return 48;
  if (row.type === "day" || row.type === "unread" || row.type === "away") return 40;
  const text = row.type === "unsent" ? row.unsent.text : textLength(row.message.content);
  const length = typeof text === "string" ? text.length : text;
  return 44 + Math.ceil(length / 56) * 22 + (row.type === "bubble" && row.first ? 12 : 0);
}

function textLength(content: MessageView["content"]): number {
  if (content?.kind === "text") return content.text.length;
  if (content?.kind === "list")
    return content.body.length + 56 * content.sections.flatMap(({ rows }) => rows).length;
  if (content?.kind === "buttons") return content.body.length + 56;
  if (content?.kind === "template") return content.text.length;
  return 56;
}
