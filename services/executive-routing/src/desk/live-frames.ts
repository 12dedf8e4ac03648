import { Instant, SessionId } from "@liss/contracts";
import { z } from "zod";
import { Shift } from "./requests.ts";
import { Desk, MessageView, SessionCard } from "./session-view.ts";
import { ServiceStatus } from "./status-view.ts";

/** Console → server on the WebSocket. */
export const ClientFrame = z.discriminatedUnion("type", [
  z
    .object({ type: z.literal("hello"), since: z.number().int().nonnegative().nullable() })
    .describe("First frame; `since` is the last sequence seen, null on a first visit"),
  z
    .object({ type: z.literal("watch"), sessionId: SessionId.nullable() })
    .describe("The conversation that is open: its messages are sent too"),
  z
    .object({ type: z.literal("presence"), state: z.enum(["here", "away"]) })
    .describe("Whether she is in front of her screen; breaks are a command"),
  z
    .object({ type: z.literal("wall"), shown: z.boolean() })
    .describe("A supervisor looks at the wall, or no longer"),
  z.object({ type: z.literal("pong") }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** Server → console. Sequences only grow; a change may be repeated, never skipped. */
export const ServerFrame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("welcome"), sequence: z.number().int().nonnegative(), now: Instant }),
  z
    .object({ type: z.literal("resync"), sequence: z.number().int().nonnegative() })
    .describe("Too much was missed: fetch /api/desk and the open conversation again"),
  z.object({
    type: z.literal("session"),
    sequence: z.number().int().nonnegative(),
    card: SessionCard,
    place: z
      .enum(["queue", "mine", "offered", "others", "gone"])
      .describe("Where it now belongs for this person"),
  }),
  z.object({ type: z.literal("message"), sequence: z.number().int().nonnegative(), message: MessageView }),
  z.object({
    type: z.literal("alert"),
    sequence: z.number().int().nonnegative(),
    alert: Desk.shape.alerts.element,
  }),
  z
    .object({ type: z.literal("shift"), people: Shift.shape.people })
    .describe("Who works and with what load now, for whoever looks at the wall"),
  z
    .object({ type: z.literal("status"), status: ServiceStatus })
    .describe("What works and what does not, for everybody"),
  z
    .object({ type: z.literal("announcements") })
    .describe("Something was told to the shift, taken back or, for supervisors, read: fetch it again"),
  z.object({ type: z.literal("ping"), now: Instant }),
  z.object({ type: z.literal("logged-out") }).describe("The login expired or ended; the socket closes"),
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
