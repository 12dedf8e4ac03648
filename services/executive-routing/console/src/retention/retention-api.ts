import type { HerExport, Retention, RightsBook } from "@liss/executive-routing/desk-api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { newKey } from "../server/desk.ts";
import { request } from "../server/request.ts";

export type Kept = Retention["kept"][number];
export type Asked = RightsBook["requests"][number];

export const retentionQuery = queryOptions({
  queryKey: ["data", "retention"],
  queryFn: ({ signal }) => request<Retention>("/retention", { signal }),
  refetchOnMount: "always",
});

export const rightsQuery = queryOptions({
  queryKey: ["data", "rights"],
  queryFn: ({ signal }) => request<RightsBook>("/rights", { signal }),
  refetchOnMount: "always",
});

const post = <Answer>(path: string, body: unknown = {}) =>
  request<Answer>(path, { method: "POST", key: newKey(), body });

export const placeHold = (
  sessionId: string,
  hold: { reason: string; reviewerId: string; reviewDays: number },
) => post(`/sessions/${sessionId}/legal-hold`, hold);
export const reviewHold = (
  sessionId: string,
  review: { outcome: "lift" } | { outcome: "keep"; reviewDays: number },
) => post(`/sessions/${sessionId}/legal-hold/review`, review);
export const askForRight = (sessionId: string, kind: Asked["kind"], word: string | undefined) =>
  post(`/sessions/${sessionId}/rights`, { requestId: newKey(), kind, ...(word && { word }) });
export const checkWord = (id: string, word: string) => post(`/rights/${id}/identity`, { word });
export const extendRight = (id: string) => post(`/rights/${id}/extend`);
export const answerRight = (
  id: string,
  answer: { outcome: "granted" } | { outcome: "refused"; legalReason: string },
) => post(`/rights/${id}/answer`, answer);
export const exportOf = (id: string) => post<z.infer<typeof HerExport>>(`/rights/${id}/export`);
