import type { Conversation } from "@liss/executive-routing/desk-api";
import { newKey } from "../server/desk.ts";
import { request } from "../server/request.ts";

export type GlassReason = NonNullable<Conversation["glass"]>["reason"];

/** Opens for an hour what is not hers to open; the supervisors are told. */
export const breakGlass = (sessionId: string, reason: GlassReason, key = newKey()) =>
  request<object>(`/sessions/${sessionId}/glass`, { method: "POST", key, body: { reason } });
