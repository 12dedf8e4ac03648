import type { Conversation, Desk, SessionCard } from "@liss/executive-routing/desk-api";
import { useMutation } from "@tanstack/react-query";
import { useCallback } from "react";
import { useWorkbench } from "../app/workbench.ts";
import { placeCard, placeOf, withCard } from "../live/frames.ts";
import { commandSession, newKey, type SessionCommand, takeNext } from "./desk.ts";
import { codeOf, patiently, type RefusedBecause } from "./request.ts";

/** Puts the card of an answer where it belongs, before its frame arrives. */
function useApplyCard() {
  const { queries } = useWorkbench();
  return useCallback(
    (card: SessionCard) => {
      queries.setQueryData<Desk>(["desk"], (desk) => desk && placeCard(desk, card, placeOf(desk, card)));
      queries.setQueryData<Conversation>(
        ["conversation", card.id],
        (conversation) => conversation && withCard(conversation, card),
      );
    },
    [queries],
  );
}

/**
 * Commands a session. One key per act of the person: the retries of a lost answer carry the same, so that nothing
 * is done twice. What is shown changes only when the server has decided.
 */
export function useSessionCommand(sessionId: string, onRefused?: (code: RefusedBecause) => void) {
  const apply = useApplyCard();
  const { mutateAsync, isPending, error, reset, variables } = useMutation({
    ...patiently,
    mutationFn: ({ command, key }: { command: SessionCommand; key: string }) =>
      commandSession(sessionId, command, key),
    onSuccess: ({ card }) => apply(card),
  });
  return {
    /** `onDone` is called even if what was pressed has left the screen by then; a refusal is in `refused`. */
    act: (command: SessionCommand, onDone?: () => void) => {
      mutateAsync({ command, key: newKey() }).then(onDone, (error: unknown) => onRefused?.(codeOf(error)));
    },
    acting: isPending ? (variables?.command.name ?? null) : null,
    refused: error ? codeOf(error) : null,
    forget: reset,
  };
}

/** The server picks who needs it most. */
export function useTakeNext(onTaken: (sessionId: string | null) => void) {
  const { mutate, isPending, error, reset } = useMutation({
    ...patiently,
    mutationFn: (key: string) => takeNext(key),
    onSuccess: ({ sessionId }) => onTaken(sessionId),
  });
  return {
    take: () => mutate(newKey()),
    taking: isPending,
    refused: error ? codeOf(error) : null,
    forget: reset,
  };
}
