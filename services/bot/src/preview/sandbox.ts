import { MessageContent } from "@liss/contracts";
import { z } from "zod";
import { type Reply, reply } from "../flow/reply.ts";
import { FlowState, newFlow } from "../flow/state.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";

/** A turn of an editor with the robot: nothing is kept, the state travels with the turn. */
export const SandboxTurn = z.strictObject({
  topics: z.array(z.string()).min(1),
  /** Absent at the beginning. */
  state: FlowState.optional(),
  /** Absent at the beginning: then the robot opens. */
  message: MessageContent.optional(),
});
export type SandboxTurn = z.infer<typeof SandboxTurn>;

/** What the robot would say, exactly as in a delegation. */
export function sandboxTurn(
  knowledge: Knowledge,
  { topics, state = newFlow, message }: SandboxTurn,
  now: Date,
): Reply {
  const incoming = message ? { is: "message" as const, content: message } : { is: "delegated" as const };
  return reply(state, incoming, { knowledge, topics, now, fictional: true });
}
