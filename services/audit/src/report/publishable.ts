import type { Report } from "./report.ts";

/** Fewer than so many could point at somebody. Source: domain.md §4 (Consejo para la Transparencia). */
export const SMALLEST_CELL = 10;

export type Cell = { name: string; value: number | null };

/**
 * The figures of a report that may leave the house: counts only, and none under ten. A sum of which one part is hidden
 * would give it away, so where one is, the next smallest of its group is hidden with it.
 */
export function publishable({ messages, sessions, emergencies }: Report): Cell[] {
  const count = <Item>(items: readonly Item[], nameOf: (item: Item) => string) => {
    const counts = new Map<string, number>();
    for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ name, value }));
  };
  const closed = sessions.flatMap((one) => one.closed ?? []);
  return [
    ...suppressed([
      { name: "messages.accepted", value: messages.accepted },
      { name: "messages.answered", value: messages.answered },
    ]),
    ...suppressed([{ name: "sessions", value: sessions.length }]),
    ...suppressed(count(closed, ({ classification }) => `closed.${classification}`)),
    ...suppressed(count(emergencies, ({ outcome }) => `emergencies.${outcome ?? "open"}`)),
  ];
}

function suppressed(group: readonly { name: string; value: number }[]): Cell[] {
  const small = group.filter(({ value }) => value > 0 && value < SMALLEST_CELL);
  const hidden = new Set(small.map(({ name }) => name));
  if (small.length === 1 && group.length > 1) {
    const next = group.filter(({ name }) => !hidden.has(name)).sort((a, b) => a.value - b.value)[0];
    if (next) hidden.add(next.name);
  }
  return group.map(({ name, value }) => ({ name, value: hidden.has(name) ? null : value }));
}
