import {
  Classification,
  EmergencyRecorded,
  MessageId,
  overrideReasons,
  RobotTopic,
  SessionId,
} from "@liss/contracts";
import { z } from "zod";
import { longestCaption, longestName } from "../sending/attachable.ts";
import { SessionCard } from "./session-view.ts";

/** POST /api/sessions/next → the session the server picked, or null when nobody waits. */
export const NextTaken = z.object({ sessionId: SessionId.nullable() });

/** POST /api/sessions/:id/messages. The id is made by the console, so that a retry is the same message. */
export const SendMessage = z
  .object({
    messageId: z.uuid(),
    // No keyboard writes a NUL, and what is sealed is not looked at again before it leaves.
    text: z
      .string()
      .trim()
      .regex(/^[^\0]*$/)
      .max(4096)
      .describe("With a file, the words beside it; they may be empty"),
    file: z
      .object({
        name: z.string().trim().min(1).max(longestName).describe("As she will see a document called"),
      })
      .optional()
      .describe("The file that was uploaded for this message goes with it"),
    override: z
      .enum(overrideReasons)
      .optional()
      .describe("She answers for words that the check would not let go; on the record"),
    replyTo: MessageId.optional().describe("The message of this session that it quotes"),
  })
  .refine(({ text, file }) => file !== undefined || text !== "", {
    path: ["text"],
    message: "must not be empty",
  })
  .refine(({ text, file }) => file === undefined || text.length <= longestCaption, {
    path: ["text"],
    message: `at most ${longestCaption} characters beside a file`,
  });
export type SendMessage = z.infer<typeof SendMessage>;

/**
 * POST /api/sessions/:id/files/:messageId → where the file can be had, for five minutes and by her alone. Asking is on the record.
 * Only whoever attends the session may ask.
 */
export const FileLink = z.object({ url: z.string().describe("A path on this server") });
export type FileLink = z.infer<typeof FileLink>;

/**
 * PUT /api/sessions/:id/uploads/:messageId with the bytes of the file as the body: it waits, sealed, for the message of
 * that id. Repeating it replaces the file. What may be sent, and how large, is in `sending/attachable.ts`.
 */
export const FileChosen = z.object({
  kind: z.enum(["image", "audio", "document"]),
  mimeType: z.string(),
  bytes: z.number().int().positive(),
});
export type FileChosen = z.infer<typeof FileChosen>;

/** POST /api/sessions/:id/typing has no body: she is writing an answer. Shown to the contact when the service shows presence. */

/** POST /api/sessions/:id/seen */
export const MarkSeen = z.object({ messageIds: z.array(MessageId).min(1).max(500) });

/** POST /api/sessions/:id/delegate */
export const Delegate = z.object({
  topics: z.array(RobotTopic).min(1),
  minutes: z.number().int().min(1).max(120).default(30),
});
export type Delegate = z.infer<typeof Delegate>;

/** POST /api/sessions/:id/emergency. What was done; needed before an imminent session can be closed. */
export const RecordEmergency = EmergencyRecorded.schema.shape.data.omit({ executiveId: true });
export type RecordEmergency = z.infer<typeof RecordEmergency>;

// POST /api/sessions/:id/confirm-identity has no body.

/** POST /api/sessions/:id/close */
export const Close = z.object({ classification: Classification });
// POST /api/sessions/:id/claim, /release and /take-back have no body.

/** Answer to every command: the card as the command left it. */
export const CommandDone = z.object({ card: SessionCard });
