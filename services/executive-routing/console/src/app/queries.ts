import { me } from "@liss/identity/client";
import { queryOptions } from "@tanstack/react-query";
import { changeConversation, changeDesk } from "../live/frames.ts";
import { fetchConversation, fetchDesk } from "../server/desk.ts";
import { patiently, RequestRefused } from "../server/request.ts";
import type { Workbench } from "./workbench.ts";

/** Who is logged in; null when nobody is. */
export const personQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async () => {
    const answer = await me();
    if (!answer.ok) throw new RequestRefused(answer.code);
    return answer.person;
  },
  ...patiently,
});

export const deskQuery = ({ clock, recent }: Workbench) =>
  queryOptions({
    queryKey: ["desk"],
    queryFn: async ({ signal }) => {
      const desk = await fetchDesk(signal);
      clock.heard(desk.now);
      // Only the first picture says from where to listen: later ones may be ahead of the open conversation.
      if (recent.last() === null) recent.saw(desk.sequence);
      return recent.applyTo(desk, changeDesk);
    },
    ...patiently,
    // While it cannot be had, it is asked again by itself.
    refetchInterval: (query) => (query.state.status === "error" ? 3000 : false),
  });

export const conversationQuery = ({ recent }: Workbench, sessionId: string) =>
  queryOptions({
    queryKey: ["conversation", sessionId],
    queryFn: async ({ signal }) =>
      recent.applyTo(await fetchConversation(sessionId, signal), changeConversation),
    structuralSharing: false,
    ...patiently,
  });
