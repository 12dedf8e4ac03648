import type { ShiftHistory } from "@liss/executive-routing/desk-api";
import { queryOptions } from "@tanstack/react-query";
import { newKey } from "../server/desk.ts";
import { codeOf, isWorthRepeating, request, retries } from "../server/request.ts";

export type Wanted = { date: string; block: number | null };

/** What a shift was. Asking is on the record: once for each that she looks at. */
export const shiftHistoryQuery = (whose: "team" | "own", wanted: Wanted) =>
  queryOptions({
    queryKey: ["shift-history", whose, wanted.date, wanted.block],
    queryFn: ({ signal }) =>
      request<ShiftHistory>(whose === "team" ? "/shift-history" : "/me/shift-history", {
        method: "POST",
        key: newKey(),
        body: wanted,
        signal,
      }),
    staleTime: 60_000,
    retry: (failures: number, error: unknown) => isWorthRepeating(codeOf(error)) && failures < retries.most,
    retryDelay: retries.delay,
  });
