import type { Conversation, MessageView } from "@liss/executive-routing/desk-api";
import { useCallback } from "react";
import { endLogin, useWorkbench, type Workbench } from "../app/workbench.ts";
import { useMe } from "../desk/use-desk.ts";
import { withCard, withMessage } from "../live/frames.ts";
import { commandSession } from "../server/desk.ts";
import { codeOf, isWorthRepeating, retries } from "../server/request.ts";
import type { Unsent } from "./unsent.ts";

/** One message after another in each conversation, so that they leave in the order in which they were written. */
const lanes = new Map<string, Promise<void>>();

/** Sends a message, patiently, and shows at every moment where it is. It goes on if she opens another conversation. */
export function useDeliver(sessionId: string): (message: Unsent) => void {
  const workbench = useWorkbench();
  const me = useMe();
  return useCallback(
    (message) => {
      const { holding, unsent } = workbench;
      // She went on: what she wrote before is not taken back any more.
      holding.release(sessionId);
      unsent.put(sessionId, message);
      const sends = message.held ? holding.hold(sessionId, message.messageId) : Promise.resolve(true);
      const before = lanes.get(sessionId) ?? Promise.resolve();
      lanes.set(
        sessionId,
        before.then(async () => {
          if (!(await sends)) return unsent.drop(sessionId, message.messageId);
          const leaving = { ...message, held: false };
          unsent.put(sessionId, leaving);
          return deliver(workbench, me.name, sessionId, leaving);
        }),
      );
    },
    [workbench, me.name, sessionId],
  );
}

async function deliver(
  workbench: Workbench,
  name: string,
  sessionId: string,
  message: Unsent,
): Promise<void> {
  const { messageId, key, text, attachment, override, replyTo } = message;
  const file = attachment && { name: attachment.name.trim() };
  const body = { messageId, text, override, ...(file && { file }), ...(replyTo && { replyTo }) };
  for (let failures = 0; ; failures++) {
    try {
      const { card } = await commandSession(sessionId, { name: "messages", body }, key);
      workbench.queries.setQueryData<Conversation>(["conversation", sessionId], (conversation) => {
        if (!conversation) return conversation;
        const taken = conversation.messages.some(({ id }) => id === messageId)
          ? conversation
          : withMessage(conversation, asTaken(sessionId, name, message));
        return withCard(taken, card);
      });
      return workbench.unsent.drop(sessionId, messageId);
    } catch (error) {
      const code = codeOf(error);
      if (isWorthRepeating(code) && failures < retries.most) {
        await new Promise((resume) => setTimeout(resume, retries.delay(failures)));
        continue;
      }
      if (code === "not-safe") {
        // Back where she writes, beside the reasons.
        const { drafts, unsent, attachments } = workbench;
        unsent.drop(sessionId, messageId);
        if (attachment) attachments.putBack(sessionId, attachment);
        return drafts.write(sessionId, [text, drafts.of(sessionId)].filter(Boolean).join("\n"));
      }
      workbench.unsent.put(sessionId, { ...message, refused: code });
      if (code === "not-logged-in") endLogin(workbench);
      return;
    }
  }
}

/** The message as the server has it now; its frame will say so too. */
function asTaken(
  sessionId: string,
  authorName: string,
  { messageId, text, attachment, at, replyTo }: Unsent,
): MessageView {
  const content: NonNullable<MessageView["content"]> = attachment
    ? {
        kind: attachment.kind,
        ...(text && { caption: text }),
        ...(attachment.kind === "document" && { filename: attachment.name.trim() }),
      }
    : { kind: "text", text };
  return {
    id: messageId,
    sessionId,
    direction: "out",
    author: "executive",
    authorName,
    kind: content.kind,
    content,
    sentAt: at,
    receivedAt: at,
    replyTo,
    editOf: null,
    revokedAt: null,
    media: attachment
      ? { state: "stored", mimeType: attachment.file.type, bytes: attachment.file.size }
      : null,
    delivery: { state: "queued", at, reason: null },
    assessment: null,
    seenAt: null,
  };
}
