import { longestCaption } from "@liss/executive-routing/attachable";
import type { Conversation, MessageView } from "@liss/executive-routing/desk-api";
import { useServerClock, useServerSecond } from "@liss/ui";
import type { RefObject } from "react";
import { useWorkbench } from "../app/workbench.ts";
import { type Attaching, useAttaching } from "../attaching/use-attaching.ts";
import { useKeys } from "../desk/keys.ts";
import { useMe } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import type { OverrideReason } from "../safe-contact/server.ts";
import { useWordsCheck } from "../safe-contact/use-words-check.ts";
import { newKey } from "../server/desk.ts";
import { useDraft } from "./drafts.ts";
import { mayWait } from "./may-wait.ts";
import { useQuoted } from "./quoting.ts";
import { type NotReady, notReady } from "./readiness.ts";
import { useDeliver } from "./use-deliver.ts";

/** WhatsApp takes no longer text. Source: whatsapp-cloud-api.md §3. */
const longest = 4096;

export type Compose = {
  draft: string;
  write: (text: string) => void;
  /** What would leave now. */
  text: string;
  attaching: Attaching;
  answered: MessageView | undefined;
  quote: (messageId: string | null) => void;
  barred: NotReady;
  /** By how many letters it is too long; none when 0 or less. */
  tooLong: number;
  feared: ReturnType<typeof useWordsCheck>;
  sendable: boolean;
  send: (override?: OverrideReason) => void;
};

/** What she is about to send in a conversation, whether it may leave, and how it leaves and comes back. */
export function useCompose(
  conversation: Conversation,
  mine: boolean,
  field: RefObject<HTMLTextAreaElement | null>,
): Compose {
  const { card } = conversation;
  const { drafts, quoting, holding, unsent, attachments } = useWorkbench();
  const me = useMe();
  const { state } = useLive();
  const clock = useServerClock();
  const deliver = useDeliver(card.id);
  const draft = useDraft(drafts, card.id);
  const attaching = useAttaching(card.id);
  const { attachment } = attaching;
  const quoted = useQuoted(quoting, card.id);
  const answered = conversation.messages.find(({ id }) => id === quoted);
  const barred = notReady(conversation, { me: me.id, connection: state, now: useServerSecond() });
  // A recording goes without words: they stay for the next message.
  const text = attachment?.kind === "audio" ? "" : draft.trim();
  const tooLong = text.length - (attachment ? longestCaption : longest);
  const feared = useWordsCheck(card.id, { text, attachment }, mine && barred === null);
  const ready = attachment ? attachment.state === "ready" && attachment.name.trim() !== "" : text !== "";
  const sendable = barred === null && ready && tooLong <= 0;
  const write = (written: string) => drafts.write(card.id, written);
  const quote = (messageId: string | null) => quoting.quote(card.id, messageId);

  useKeys({
    composer: () => field.current?.focus(),
    undo: () => {
      const last = unsent.of(card.id).findLast(({ held }) => held);
      if (!last) return;
      holding.takeBack(last.messageId);
      write([last.text, drafts.of(card.id)].filter(Boolean).join("\n"));
      if (last.attachment) attachments.putBack(card.id, last.attachment);
      quote(last.replyTo);
      field.current?.focus();
    },
  });

  function send(override?: OverrideReason): void {
    // Beside the field stands why, and how to send it all the same.
    if (!sendable || (feared && !override)) return;
    deliver({
      messageId: attachment?.messageId ?? newKey(),
      key: newKey(),
      text,
      ...(attachment && { attachment }),
      at: new Date(clock.now()).toISOString(),
      refused: null,
      ...(override && { override }),
      replyTo: answered?.id ?? null,
      held: mayWait(card),
    });
    if (text !== "") write("");
    attachments.drop(card.id);
    quote(null);
    field.current?.focus();
  }
  return { draft, write, text, attaching, answered, quote, barred, tooLong, feared, sendable, send };
}
