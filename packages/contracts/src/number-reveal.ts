import { z } from "zod";
import { revealPurposes } from "./events/channel.ts";
import { ContactId, PersonId, Sealed, SessionId } from "./values.ts";

/**
 * What executive-routing asks of the gateway, the only one that knows a number, when somebody has to have it. A question
 * and its answer over the broker, outside of the stream, which keeps everything: the number comes as it lies in the
 * gateway, sealed under her key, and is opened for one answer. That it was given is an event, written before it is.
 */
export const numberSubject = "numbers.gateway";

export const NumberQuestion = z.object({
  contactId: ContactId,
  sessionId: SessionId,
  personId: PersonId,
  role: z.enum(["executive", "supervisor"]),
  purpose: z.enum(revealPurposes),
});
export type NumberQuestion = z.infer<typeof NumberQuestion>;

export const NumberAnswer = z.discriminatedUnion("is", [
  z.object({ is: z.literal("sealed"), number: Sealed }),
  z.object({ is: z.literal("unknown") }).describe("Nobody, or somebody of whom WhatsApp gives no number"),
]);
export type NumberAnswer = z.infer<typeof NumberAnswer>;

/** Binds the box of a number to its contact. */
export function numberContext(contactId: string): string {
  return `contact:${contactId}:phone`;
}
