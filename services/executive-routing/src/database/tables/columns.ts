import type { ColumnType } from "kysely";

/** Given once and never changed. */
export type Written<T> = ColumnType<T, T, never>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
export type OptionalTimestamp = ColumnType<
  Date | null,
  Date | string | null | undefined,
  Date | string | null
>;
