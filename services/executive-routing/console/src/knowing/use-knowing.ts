import type { Desk, SessionCard } from "@liss/executive-routing/desk-api";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import { useAnnounce } from "../live/announcer.tsx";
import { placeCard } from "../live/frames.ts";
import { commandSession, newKey } from "../server/desk.ts";
import { codeOf, request } from "../server/request.ts";

/**
 * "I know her." What she attends goes back to the queue first: the desk lets nobody be responsible for somebody who does
 * not exist for her. Then whatever this browser knew of her is forgotten, and the desk is asked anew.
 */
export function useKnowing(card: SessionCard, mine: boolean) {
  const { t } = useTranslation("desk");
  const { queries, drafts } = useWorkbench();
  const announce = useAnnounce();
  const router = useRouter();
  // One act, however often its answer is lost.
  const [keys] = useState(() => ({ release: newKey(), wall: newKey() }));
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      if (mine) await commandSession(card.id, { name: "release" }, keys.release);
      await request<object>(`/sessions/${card.id}/wall`, { method: "POST", key: keys.wall, body: {} });
    },
    onSuccess: async () => {
      if (router.state.location.pathname.endsWith(card.id)) await router.navigate({ to: "/" });
      drafts.write(card.id, "");
      for (const kept of ["conversation", "context", "plan"])
        queries.removeQueries({ queryKey: [kept, card.id] });
      queries.setQueryData<Desk>(["desk"], (desk) => desk && placeCard(desk, card, "gone"));
      announce("polite", t("knowing.done", { codeName: card.codeName }));
      // What was said of her on the way here is not believed.
      await queries.invalidateQueries({ queryKey: ["desk"] });
    },
  });
  return { declare: () => mutate(), declaring: isPending, refused: error ? codeOf(error) : null };
}
