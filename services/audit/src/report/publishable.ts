import type { Report } from "./report.ts";

/** Fewer than so many could point at somebody. Source: domain.md §4 (Consejo para la Transparencia). */
export const SMALLEST_CELL = 10;

export type Cell = { name: string; value: number | null };

/**
 * The figures of a report that may leave the house: counts only, and none under ten. A sum of which one part is hidden
 * would give it away, so what is hidden in a group is two cells at least, and ten together; and what is missing to a sum, such as
 * the messages without an answer, is itself a part of the group.
 */
export function publishable({ messages, sessions, emergencies }: Report): Cell[] {
  const count = <Item>(items: readonly Item[], nameOf: (item: Item) => string) => {
    const counts = new Map<string, number>();
    for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ name, value }));
  };
  const closed = sessions.flatMap((one) => one.closed ?? []);
  return [
    ...suppressed([{ name: "messages.accepted", value: messages.accepted }]),
    ...suppressed([
      { name: "messages.answered", value: messages.answered },
      { name: "messages.unanswered", value: messages.accepted - messages.answered },
    ]),
    ...suppressed([{ name: "sessions", value: sessions.length }]),
    ...suppressed([
      ...count(closed, ({ classification }) => `closed.${classification}`),
      { name: "still-open", value: sessions.length - closed.length },
    ]),
    ...suppressed(count(emergencies, ({ outcome }) => `emergencies.${outcome ?? "open"}`)),
  ];
}

function suppressed(group: readonly { name: string; value: number }[]): Cell[] {
  const rising = group.filter(({ value }) => value > 0).sort((a, b) => a.value - b.value);
  const hidden = rising.filter(({ value }) => value < SMALLEST_CELL);
  const shown = rising.slice(hidden.length);
  const sum = () => hidden.reduce((total, { value }) => total + value, 0);
  // What is hidden together must not be reckoned as one small cell either.
  while (hidden.length > 0 && (hidden.length === 1 || sum() < SMALLEST_CELL)) {
    const next = shown.shift();
    if (!next) break;
    hidden.push(next);
  }
  const names = new Set(hidden.map(({ name }) => name));
  return group.map(({ name, value }) => ({ name, value: names.has(name) ? null : value }));
}
