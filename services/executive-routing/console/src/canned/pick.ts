import type { CannedReplies } from "@liss/executive-routing/desk-api";

export type Canned = CannedReplies["replies"][number];

/** What stands after a `/` that begins the text or a line, up to where she writes; null when she asks for none. */
export function askedFor(text: string, caret: number): string | null {
  const [, asked] = /(?:^|\n)\/([\p{L}\p{N}-]*)$/u.exec(text.slice(0, caret)) ?? [];
  return asked ?? null;
}

/** The texts that fit what she typed: names that begin with it first, then those whose words hold it. */
export function fitting(replies: readonly Canned[], asked: string, most = 6): Canned[] {
  const wanted = fold(asked);
  const begins = replies.filter(({ name }) => fold(name).startsWith(wanted));
  const holds = replies.filter((reply) => !begins.includes(reply) && fold(reply.text).includes(wanted));
  return [...begins, ...holds].slice(0, most);
}

/** The text with what was asked replaced, and where the caret then stands. */
export function put(text: string, caret: number, filled: string): { text: string; caret: number } {
  const asked = askedFor(text, caret);
  const from = caret - (asked === null ? 0 : asked.length + 1);
  return { text: text.slice(0, from) + filled + text.slice(caret), caret: from + filled.length };
}

/** Letters without accents or capitals, as somebody types who looks for something. */
export const fold = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("es-CL");
