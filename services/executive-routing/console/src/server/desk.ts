import type {
  AddNote,
  Assign,
  Classify,
  Close,
  Coach,
  CommandDone,
  Conversation,
  Delegate,
  Desk,
  EmergencyDetails,
  FileLink,
  Hold,
  Mark,
  NextTaken,
  Pin,
  PinNote,
  RecordEmergency,
  SendMessage,
  SetNeeds,
  SetRisk,
  TakeStep,
  Transfer,
} from "@liss/executive-routing/desk-api";
import type { z } from "zod";
import { request } from "./request.ts";

/** What can be commanded on a session, and what goes with it. */
export type SessionCommand =
  | { name: "claim" }
  | { name: "release" }
  | { name: "accept" }
  | { name: "decline" }
  | { name: "transfer"; body: z.input<typeof Transfer> }
  | { name: "assign"; body: z.input<typeof Assign> }
  | { name: "coach"; body: z.input<typeof Coach> }
  | { name: "notes"; body: z.input<typeof AddNote> }
  | { name: "confirm-identity" }
  | { name: "take-back" }
  | { name: "close"; body: z.input<typeof Close> }
  | { name: "delegate"; body: Delegate }
  | { name: "emergency"; body: RecordEmergency }
  | { name: "emergency/details"; body: z.input<typeof EmergencyDetails> }
  | { name: "emergency/steps"; body: z.input<typeof TakeStep> }
  | { name: "marks"; body: z.input<typeof Mark> }
  | { name: "pins"; body: z.input<typeof Pin> }
  | { name: "notes/pins"; body: z.input<typeof PinNote> }
  | { name: "hold"; body: z.input<typeof Hold> }
  | { name: "unhold" }
  | { name: "needs"; body: z.input<typeof SetNeeds> }
  | { name: "classify"; body: z.input<typeof Classify> }
  | { name: "risk"; body: z.input<typeof SetRisk> }
  | { name: "messages"; body: SendMessage };

/** One for each thing that a person does; a retry of it carries the same. */
export const newKey = (): string => crypto.randomUUID();

export const fetchDesk = (signal: AbortSignal) => request<Desk>("/desk", { signal });

export const fetchConversation = (id: string, signal: AbortSignal) =>
  request<Conversation>(`/sessions/${id}`, { signal });

export const takeNext = (key: string) =>
  request<z.output<typeof NextTaken>>("/sessions/next", { method: "POST", key });

export const commandSession = (sessionId: string, command: SessionCommand, key: string) =>
  request<z.output<typeof CommandDone>>(`/sessions/${sessionId}/${command.name}`, {
    method: "POST",
    key,
    ...("body" in command && { body: command.body }),
  });

/** Where the file of a message can be had, for a short while; asking is on the record. */
export const openFile = (sessionId: string, messageId: string) =>
  request<FileLink>(`/sessions/${sessionId}/files/${messageId}`, { method: "POST" });

/** She is writing: told so that the other side can see it, where that is safe. */
export const markTyping = (sessionId: string) =>
  request<void>(`/sessions/${sessionId}/typing`, { method: "POST" });

export const markSeen = (sessionId: string, messageIds: string[], key: string) =>
  request<void>(`/sessions/${sessionId}/seen`, { method: "POST", key, body: { messageIds } });
