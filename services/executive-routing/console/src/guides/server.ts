import type { Guides } from "@liss/executive-routing/guides";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../server/request.ts";

export type Guide = Guides["guides"][number];
export type Phone = "android" | "iphone" | "shared" | "unknown";

/** The cards. They change only with the service itself. */
export const guidesQuery = queryOptions({
  queryKey: ["guides"],
  queryFn: ({ signal }) => request<Guides>("/guides", { signal }),
});

/** Writes down which steps of the goodbye she agreed to. */
export const agreeClosing = (sessionId: string, agreed: { phone: Phone; steps: string[] }, key: string) =>
  request<void>(`/sessions/${sessionId}/safe-closing`, { method: "POST", key, body: agreed });
