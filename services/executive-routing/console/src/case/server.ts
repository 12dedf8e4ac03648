import type {
  CaseFacts,
  Directory,
  FollowUp,
  FollowUps,
  Refer,
  Referrals,
  SettleReferral,
} from "@liss/executive-routing/desk-api";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { patiently, request } from "../server/request.ts";

export type Fact = z.infer<typeof CaseFacts>["facts"][number];
export type FieldName = Fact["field"];
export type ReferralsKnown = z.infer<typeof Referrals>;
export type Referral = ReferralsKnown["referrals"][number];
export type Service = z.infer<typeof Directory>["services"][number];
export type ServiceKind = Service["kind"];
export type ReferralToMake = z.input<typeof Refer>;
export type Purpose = ReferralToMake["purposes"][number];
export type Result = z.infer<typeof SettleReferral>["state"];
export type FollowUpKnown = z.infer<typeof FollowUps>["followUps"][number];

export const factsQuery = (sessionId: string) =>
  queryOptions({
    queryKey: ["case", sessionId, "facts"],
    queryFn: async ({ signal }) =>
      (await request<z.infer<typeof CaseFacts>>(`/sessions/${sessionId}/case`, { signal })).facts,
    // The feed says nothing of the case: it is asked for each time somebody looks.
    refetchOnMount: "always",
    ...patiently,
  });

export const referralsQuery = (sessionId: string) =>
  queryOptions({
    queryKey: ["case", sessionId, "referrals"],
    queryFn: ({ signal }) => request<ReferralsKnown>(`/sessions/${sessionId}/referrals`, { signal }),
    refetchOnMount: "always",
    ...patiently,
  });

/** All of hers, of every session, the most pressing first. */
export const followUpsQuery = queryOptions({
  queryKey: ["follow-ups"],
  queryFn: async ({ signal }) =>
    (await request<z.infer<typeof FollowUps>>("/me/follow-ups", { signal })).followUps,
  ...patiently,
});

/** Services of a kind, in a place or everywhere (empty), and where there is any. */
export const directoryQuery = (asked: { kind: ServiceKind | ""; region: string; commune: string }) =>
  queryOptions({
    queryKey: ["directory", asked],
    queryFn: ({ signal }) =>
      request<z.infer<typeof Directory>>(`/directory?${new URLSearchParams(filled(asked))}`, { signal }),
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
    ...patiently,
  });

const filled = (asked: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ""));

/** Writes one fact; null takes it away. */
export const writeFact = (
  sessionId: string,
  { field, value }: { field: FieldName; value: string | null },
  key: string,
) =>
  request<object>(`/sessions/${sessionId}/case`, { method: "PUT", key, body: { facts: { [field]: value } } });

export const makeReferral = (sessionId: string, body: ReferralToMake, key: string) =>
  request<object>(`/sessions/${sessionId}/referrals`, { method: "POST", key, body });

export const settleReferral = (sessionId: string, referralId: string, state: Result, key: string) =>
  request<object>(`/sessions/${sessionId}/referrals/${referralId}/result`, {
    method: "POST",
    key,
    body: { state },
  });

export const setFollowUp = (sessionId: string, body: z.input<typeof FollowUp>, key: string) =>
  request<object>(`/sessions/${sessionId}/follow-ups`, { method: "POST", key, body });

/** She has looked after it, or will at another time. */
export const changeFollowUp = (id: string, change: "done" | { dueAt: string }, key: string) =>
  change === "done"
    ? request<object>(`/me/follow-ups/${id}/done`, { method: "POST", key, body: {} })
    : request<object>(`/me/follow-ups/${id}/postpone`, { method: "POST", key, body: change });
