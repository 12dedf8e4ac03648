import type { Item } from "./item.ts";

/**
 * Items in the order in which they are acted upon: what she wrote and who she is in the order of the body, because
 * a change of number comes before the first message from the new one; then the statuses of our messages, in one
 * order for every transaction, so that two of them wait for each other and never for each other's locks; then
 * what touches nobody's row.
 */
export function inOrder<T extends { item: Item }>(
  work: readonly T[],
  wamidKey: (wamid: string) => string,
): T[] {
  const keyed = work.map((one, index) => ({
    one,
    index,
    rank: rankOf(one.item),
    key: keyOf(one.item, wamidKey),
  }));
  keyed.sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index));
  return keyed.map(({ one }) => one);
}

function rankOf({ kind }: Item): number {
  if (kind === "message" || kind === "identity" || kind === "revoke") return 0;
  return kind === "status" ? 1 : 2;
}

function keyOf(item: Item, wamidKey: (wamid: string) => string): string {
  return item.kind === "status" ? wamidKey(item.wamid) : "";
}
