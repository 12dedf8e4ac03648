import type { BlindIndexes } from "../identity/blind-indexes.ts";
import type { Item } from "./item.ts";

/**
 * Items in the order in which they are acted upon: contact by contact, then message by message of ours, always in
 * the same order of rows, so that two deliveries handled at once wait for each other and never for each other's
 * locks. What one person wrote keeps its order.
 */
export function inLockOrder(items: readonly Item[], indexes: BlindIndexes): Item[] {
  return items
    .map((item) => ({ item, key: lockKey(item, indexes) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}

function lockKey(item: Item, indexes: BlindIndexes): string {
  if (item.kind === "status") return `2${indexes.wamid(item.wamid).toString("hex")}`;
  if (item.kind !== "message" && item.kind !== "identity") return "3";
  const { phone, bsuid } = item.sender;
  const index =
    phone !== undefined ? indexes.phone(phone) : bsuid !== undefined ? indexes.bsuid(bsuid) : undefined;
  return `1${index?.toString("hex") ?? ""}`;
}
