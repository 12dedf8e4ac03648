import type { SessionCard } from "@liss/executive-routing/desk-api";
import { isUrgent } from "../desk/is-urgent.ts";
import { useDesk } from "../desk/use-desk.ts";
import { useSessionCommand } from "../server/use-commands.ts";

/** For how long, unless she says otherwise. */
export const usualMinutes = 30;

/** What can be done with the robot in a conversation. */
export function useRobot(card: SessionCard) {
  const { robotTopics } = useDesk();
  const { act, acting, refused, forget } = useSessionCommand(card.id);
  const tooRisky = isUrgent(card.tier);
  return {
    topics: robotTopics,
    tooRisky,
    can: !tooRisky && !card.identityDoubt && !card.delegation && robotTopics.length > 0 && acting === null,
    start: (topics: string[] = robotTopics, minutes: number = usualMinutes) =>
      act({ name: "delegate", body: { topics, minutes } }),
    takeBack: () => {
      if (acting === null) act({ name: "take-back" });
    },
    acting,
    refused,
    forget,
  };
}
export type Robot = ReturnType<typeof useRobot>;
