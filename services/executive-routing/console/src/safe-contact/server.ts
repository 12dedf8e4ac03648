import type { CheckWords, PlanKnown, SafetyReview, SendMessage } from "@liss/executive-routing/desk-api";
import { request } from "../server/request.ts";

export type Plan = PlanKnown["plan"];
export type OverrideReason = NonNullable<SendMessage["override"]>;
/** The fields that have a default may be left out. */
export type PlanToWrite = Partial<Plan>;

/** May these words be written to her now? Nothing is sent nor recorded. */
export const checkWords = (sessionId: string, body: CheckWords, signal: AbortSignal) =>
  request<SafetyReview>(`/sessions/${sessionId}/safety-check`, { method: "POST", body, signal });

export const fetchPlan = (sessionId: string, signal: AbortSignal) =>
  request<PlanKnown>(`/sessions/${sessionId}/safe-contact-plan`, { signal });

export const writePlan = (sessionId: string, plan: PlanToWrite, key: string) =>
  request<void>(`/sessions/${sessionId}/safe-contact-plan`, { method: "PUT", key, body: plan });
