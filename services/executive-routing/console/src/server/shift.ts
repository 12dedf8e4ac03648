import type {
  ChangePolicy,
  Colleagues,
  Context,
  DeclarePresence,
  Hours,
  MyDay,
  MyShift,
  Policy,
} from "@liss/executive-routing/desk-api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { newKey } from "./desk.ts";
import { patiently, request } from "./request.ts";

/** Her own shift: presence, readiness, what she has carried. */
export const myShiftQuery = queryOptions({
  queryKey: ["my-shift"],
  queryFn: ({ signal }) => request<MyShift>("/me/shift", { signal }),
  ...patiently,
});

/** Her figures of today. They change while she works: asked each time they are looked at. */
export const myDayQuery = queryOptions({
  queryKey: ["my-day"],
  queryFn: ({ signal }) => request<MyDay>("/me/day", { signal }),
  refetchOnMount: "always",
  ...patiently,
});

/** To whom a session can be handed over, now. */
export const colleaguesQuery = queryOptions({
  queryKey: ["colleagues"],
  queryFn: async ({ signal }) => (await request<Colleagues>("/colleagues", { signal })).people,
  refetchOnMount: "always",
  ...patiently,
});

export const hoursQuery = queryOptions({
  queryKey: ["hours"],
  queryFn: ({ signal }) => request<Hours>("/hours", { signal }),
  refetchOnMount: "always",
  ...patiently,
});

/** What lies beside a conversation. Asking is on the record. */
export const contextQuery = (sessionId: string) =>
  queryOptions({
    queryKey: ["context", sessionId],
    queryFn: ({ signal }) => request<Context>(`/sessions/${sessionId}/context`, { signal }),
    refetchOnMount: "always",
    ...patiently,
  });

const say = (path: string, body: object, key = newKey()) =>
  request<object>(path, { method: "POST", key, body });

export const declarePresence = (state: z.input<typeof DeclarePresence>["state"]) =>
  say("/me/presence", { state });
export const sayReady = (ready: boolean) => say("/me/ready", { ready });
export const takeMeOff = (off: boolean) => say("/me/take-off", { off });

/** How the desk works. Kept by nobody: a form that begins with what it was before would put it back. */
export const policyQuery = queryOptions({
  queryKey: ["policy"],
  queryFn: ({ signal }) => request<Policy>("/policy", { signal }),
  gcTime: 0,
  ...patiently,
});

/** Changes what is named; answers with how the desk works from now on. */
export const changePolicy = (change: z.input<typeof ChangePolicy>) =>
  request<Policy>("/policy", { method: "PUT", key: newKey(), body: change });
