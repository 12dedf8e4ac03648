import { whatsappLimits } from "@liss/contracts";
import type { Vault } from "@liss/vault";
import type { GatewayDatabase } from "../database/tables.ts";
import { contentOf } from "./content.ts";
import { type Candidate, carriedBy, followersOf } from "./queue.ts";

/** Between texts that leave as one message: what she sees is two paragraphs. */
const between = "\n\n";
/** Nobody reads more of the robot at once. */
const mostCarried = 5;

export type Together = { text: string; carried: string[] };

/**
 * The robot's texts that wait right behind this one and fit into the same message: WhatsApp lets us say one thing in
 * six seconds to one person, and she gets one message instead of a row of them.
 *
 * What WhatsApp has once been offered under this message's id stays together: a retry says the same again.
 * @returns undefined when it cannot, because a part of it can no longer be read.
 */
export async function gather(
  { db, vault }: { db: GatewayDatabase; vault: Vault },
  leader: Candidate,
  text: string,
): Promise<Together | undefined> {
  const again = leader.attempts > 0;
  if (!again && !isPlainRobotText(leader)) return { text, carried: [] };
  const behind = again ? await carriedBy(db, leader.messageId) : await followersOf(db, leader, mostCarried);
  let whole = text;
  const carried: string[] = [];
  for (const follower of behind) {
    if (!again && !(isPlainRobotText(follower) && isSameConversation(follower, leader))) break;
    const opened = await contentOf(vault, follower);
    const more = "content" in opened && opened.content.kind === "text" ? opened.content.text : undefined;
    const longer = whole + between + more;
    if (more === undefined || longer.length > whatsappLimits.text) {
      if (again) return undefined;
      break; // whatever is wrong with it is its own affair, when its turn comes
    }
    whole = longer;
    carried.push(follower.messageId);
  }
  return { text: whole, carried };
}

function isPlainRobotText({ author, kind, replyTo, attempts }: Candidate): boolean {
  return author === "robot" && kind === "text" && replyTo === null && attempts === 0;
}

function isSameConversation(one: Candidate, other: Candidate): boolean {
  return one.sessionId === other.sessionId;
}
