import type { Announce, Announcements, AnnouncementsMade } from "@liss/executive-routing/desk-api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { newKey } from "../server/desk.ts";
import { codeOf, isWorthRepeating, request, retries } from "../server/request.ts";

const patiently = {
  retry: (failures: number, error: unknown) => isWorthRepeating(codeOf(error)) && failures < retries.most,
  retryDelay: retries.delay,
};

/** What stands for her and she has not read. A frame says when to ask again. */
export const announcementsQuery = queryOptions({
  queryKey: ["announcements"],
  queryFn: ({ signal }) => request<Announcements>("/announcements", { signal }),
  ...patiently,
});

/** What was told in the last week and who has read it, for supervisors. */
export const madeQuery = queryOptions({
  queryKey: ["announcements", "made"],
  queryFn: ({ signal }) => request<AnnouncementsMade>("/announcements/made", { signal }),
  refetchOnMount: "always",
  ...patiently,
});

export const announce = (body: z.input<typeof Announce>, key: string) =>
  request<object>("/announcements", { method: "POST", key, body });

export const markRead = (announcementId: string) => about("read", announcementId);
export const withdraw = (announcementId: string) => about("withdraw", announcementId);

const about = (what: "read" | "withdraw", announcementId: string) =>
  request<object>(`/announcements/${what}`, { method: "POST", key: newKey(), body: { announcementId } });
