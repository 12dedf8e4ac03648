import type { SessionCard } from "@liss/executive-routing/desk-api";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useAnnounce } from "../live/announcer.tsx";
import { commandSession, newKey } from "../server/desk.ts";
import { codeOf, type RefusedBecause } from "../server/request.ts";
import type { WallPerson } from "./wall.ts";

/** What a dragged card carries: its session, and nothing that another page could read as text. */
export const dragType = "application/x-liss-session";

/** Gives a conversation to somebody. What is shown changes when the frame comes. */
export function useAssign(onRefused: (refused: { code: RefusedBecause; name: string } | null) => void) {
  const { t } = useTranslation("desk");
  const announce = useAnnounce();
  const { mutate } = useMutation({
    mutationFn: ({ card, person, key }: { card: SessionCard; person: WallPerson; key: string }) =>
      commandSession(card.id, { name: "assign", body: { to: person.id } }, key),
    onSuccess: (_done, { card, person }) => {
      onRefused(null);
      announce("polite", t("wall.assigned", { codeName: card.codeName, name: person.name }));
    },
    onError: (error, { person }) => onRefused({ code: codeOf(error), name: person.name }),
  });
  return {
    give: (card: SessionCard, person: WallPerson) => {
      if (card.owner?.id !== person.id) mutate({ card, person, key: newKey() });
    },
  };
}
