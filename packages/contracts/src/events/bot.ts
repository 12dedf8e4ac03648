import { z } from "zod";
import { event } from "../event.ts";
import { MessageKind } from "../message-content.ts";
import { DelegationId, MessageId, RobotTopic, Sealed } from "../values.ts";

/** What the robot would say. executive-routing sends it only if the delegation still covers it. */
export const ReplyProposed = event(
  "bot.reply-proposed",
  1,
  { sources: ["bot"], consumers: ["executive-routing"], summary: "The robot proposes a message" },
  {
    messageId: MessageId.describe("The id the message will have if it is sent"),
    delegationId: DelegationId,
    inReplyTo: MessageId.optional().describe("Her message; absent for the opening menu"),
    kind: MessageKind,
    content: Sealed,
    topic: RobotTopic.optional().describe("Absent for menus and courtesies"),
    articleId: z.string().optional(),
    articleVersion: z
      .string()
      .optional()
      .describe("Version of that article's file, which may be older than the rest if it was broken"),
    contentVersion: z.string().describe("Version of the knowledge the answer came from"),
  },
);

/** The robot steps back by itself. */
export const HandedBack = event(
  "bot.handed-back",
  1,
  {
    sources: ["bot"],
    consumers: ["executive-routing"],
    summary: "The robot gives the conversation back to a person",
  },
  {
    delegationId: DelegationId,
    inReplyTo: MessageId.optional(),
    reason: z.enum(["person-requested", "risk-signal", "not-understood", "topic-outside", "unreadable"]),
    summary: Sealed.optional().describe("What she asked and what was served, sealed; for the executive"),
  },
);

/** What the robot knows from now on. With it and an answer's versions, what she was told can be shown for ever. */
export const KnowledgeServed = event(
  "bot.knowledge-served",
  1,
  { sources: ["bot"], consumers: [], summary: "The robot serves a version of its content" },
  {
    contentVersion: z.string(),
    articles: z.array(
      z.object({
        id: z.string(),
        topic: RobotTopic,
        version: z.string().describe("The beginning of the SHA-256 of its file"),
        expires: z.iso.date().describe("First day on which it is not served any more"),
      }),
    ),
    refused: z.array(
      z.object({
        file: z.string(),
        servesLastGood: z.boolean().describe("Whether an earlier version of it is served instead"),
      }),
    ),
  },
);
