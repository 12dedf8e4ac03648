import { type AttachmentKind, attachable, kindOfType } from "@liss/executive-routing/attachable";
import { useSyncExternalStore } from "react";
import { newKey } from "../server/desk.ts";
import { codeOf, type RefusedBecause } from "../server/request.ts";
import { uploadFile } from "./upload.ts";

/** A file beside what she writes. It travels while she still writes; its message takes it along. */
export type Attachment = {
  /** Of the message that will carry it. */
  messageId: string;
  file: File;
  kind: AttachmentKind;
  /** As she will see a document called. */
  name: string;
  /** How much of it the server has, 0 to 1. */
  sent: number;
  state: "travelling" | "ready" | "refused";
  /** Why it does not travel; `too-large-here` before any of it did. */
  refused: RefusedBecause | "too-large-here" | null;
};

type Upload = typeof uploadFile;

/** The files that are chosen and not sent, by conversation: one each. They outlive leaving the conversation. */
export function createAttachments(upload: Upload = uploadFile) {
  let bySession = new Map<string, Attachment>();
  const travelling = new Map<string, AbortController>();
  const listeners = new Set<() => void>();
  const of = (sessionId: string): Attachment | undefined => bySession.get(sessionId);

  function set(sessionId: string, attachment: Attachment | undefined): void {
    bySession = new Map(bySession);
    if (attachment) bySession.set(sessionId, attachment);
    else bySession.delete(sessionId);
    for (const listener of listeners) listener();
  }
  /** Only while this file is still the chosen one. */
  function change(sessionId: string, messageId: string, facts: Partial<Attachment>): void {
    const now = of(sessionId);
    if (now?.messageId === messageId) set(sessionId, { ...now, ...facts });
  }
  function stop(sessionId: string): void {
    travelling.get(sessionId)?.abort();
    travelling.delete(sessionId);
  }

  async function travel(sessionId: string, attachment: Attachment): Promise<void> {
    stop(sessionId);
    const going = new AbortController();
    travelling.set(sessionId, going);
    const { messageId, file } = attachment;
    set(sessionId, { ...attachment, sent: 0, state: "travelling", refused: null });
    try {
      const { kind } = await upload({ sessionId, messageId, file }, going.signal, (sent) =>
        change(sessionId, messageId, { sent }),
      );
      change(sessionId, messageId, { sent: 1, state: "ready", kind });
    } catch (error) {
      if (going.signal.aborted) return;
      change(sessionId, messageId, { state: "refused", refused: codeOf(error) });
    }
  }

  return {
    of,
    any: (): boolean => bySession.size > 0,
    /** Begins to travel at once; what cannot be sent says so without leaving this computer. */
    choose(sessionId: string, file: File): Promise<void> {
      // A type that the browser does not know is left to the server, which looks at the bytes.
      const kind = file.type === "" ? "document" : kindOfType(file.type);
      const chosen: Attachment = {
        messageId: newKey(),
        file,
        kind: kind ?? "document",
        name: file.name,
        sent: 0,
        state: "refused",
        refused: null,
      };
      stop(sessionId);
      if (!kind) set(sessionId, { ...chosen, refused: "file-not-sendable" });
      else if (file.size > attachable[kind].maxBytes)
        set(sessionId, { ...chosen, refused: "too-large-here" });
      else return travel(sessionId, chosen);
      return Promise.resolve();
    },
    again(sessionId: string): Promise<void> {
      const attachment = of(sessionId);
      return attachment ? travel(sessionId, attachment) : Promise.resolve();
    },
    rename(sessionId: string, name: string): void {
      const attachment = of(sessionId);
      if (attachment) set(sessionId, { ...attachment, name });
    },
    /** She takes it away, or it left with its message. */
    drop(sessionId: string): void {
      stop(sessionId);
      set(sessionId, undefined);
    },
    /** Its message was taken back or refused: it is beside what she writes again. */
    putBack(sessionId: string, attachment: Attachment): void {
      if (!of(sessionId)) set(sessionId, attachment);
    },
    clear(): void {
      for (const sessionId of [...bySession.keys()]) stop(sessionId);
      bySession = new Map();
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
export type Attachments = ReturnType<typeof createAttachments>;

export function useAttachment(attachments: Attachments, sessionId: string): Attachment | undefined {
  return useSyncExternalStore(attachments.subscribe, () => attachments.of(sessionId));
}
