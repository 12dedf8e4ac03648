import type { CannedReplies, WriteCanned } from "@liss/executive-routing/desk-api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { request } from "../server/request.ts";

/** Hers and the team's; asked again when the composer opens, since others change the team's. */
export const cannedQuery = queryOptions({
  queryKey: ["canned"],
  queryFn: ({ signal }) => request<CannedReplies>("/canned-replies", { signal }),
  staleTime: 60_000,
});

export const writeCanned = (body: z.input<typeof WriteCanned>) =>
  request("/canned-replies", { method: "PUT", key: crypto.randomUUID(), body });

export const removeCanned = (replyId: string) =>
  request("/canned-replies/remove", { method: "POST", key: crypto.randomUUID(), body: { replyId } });
