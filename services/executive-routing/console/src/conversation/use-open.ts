import type { Conversation } from "@liss/executive-routing/desk-api";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useRef } from "react";
import { conversationQuery } from "../app/queries.ts";
import { useWorkbench } from "../app/workbench.ts";
import { useLive } from "../live/live-desk.tsx";

/** From here on she is shown that it is coming (ms). */
const blankAtMost = 80;

/**
 * Opens a conversation. It is fetched from the moment at which she presses, and what she had before her stays until it
 * is there: to draw a wait and throw it away takes longer than the wait. Not sooner: every fetch is on the record.
 */
export function useOpen(): (sessionId: string) => void {
  const workbench = useWorkbench();
  const { watch, state } = useLive();
  const navigate = useNavigate();
  const pressed = useRef(0);
  return useCallback(
    (sessionId) => {
      pressed.current += 1;
      const turn = pressed.current;
      const show = () => {
        if (turn === pressed.current) void navigate({ to: "/atenciones/$sessionId", params: { sessionId } });
      };
      const known = workbench.queries.getQueryData<Conversation>(["conversation", sessionId]);
      if (known || state !== "online") return show();
      // First its changes are told, then it is fetched: nothing falls between.
      watch(sessionId);
      const fetched = workbench.queries.prefetchQuery(conversationQuery(workbench, sessionId));
      void Promise.race([fetched, new Promise((resolve) => setTimeout(resolve, blankAtMost))]).then(show);
    },
    [workbench, watch, state, navigate],
  );
}
