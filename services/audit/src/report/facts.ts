import type { Entry } from "../ledger/entry-format.ts";

export type Data = { readonly [key: string]: unknown };
/** ISO instants in UTC with milliseconds, which compare as text; `to` is not in it. */
export type Period = { from: string; to: string };

export const within = ({ from, to }: Period, at: string) => at >= from && at < to;
export const personOf = ({ actor }: Entry) => (actor?.kind === "person" ? actor.id : null);
export const timeOf = (entry: Entry) => entry.occurredAt ?? entry.receivedAt;
export const textOf = (value: unknown) => (typeof value === "string" ? value : null);
