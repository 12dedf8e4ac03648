import { handBackContext } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import type { RoutingTables } from "../database/tables.ts";
import type { DelegationEnding } from "../session/events.ts";
import type { Session } from "../session/session.ts";
import type { Conversation, TimelineEntry } from "./api.ts";

/** She ended it herself: nobody has to tell her. */
const byHerself = new Set<unknown>([
  "taken-back",
  "executive-replied",
  "executive-left",
  "session-closed",
] satisfies DelegationEnding[]);

/**
 * Why the robot stopped and what it leaves, for whoever goes on: until a person has answered. The summary is opened for
 * whoever may read the conversation; when its key is gone, so is it.
 */
export async function robotGone(
  tx: Transaction<RoutingTables>,
  vault: Vault,
  { delegation, status }: Pick<Session, "delegation" | "status">,
  timeline: readonly TimelineEntry[],
): Promise<Conversation["robotGone"]> {
  if (delegation || status === "closed") return null;
  const last = timeline.findLast(
    ({ type, detail }) =>
      type === "delegation-ended" || (type === "reply-requested" && detail.author === "executive"),
  );
  if (last?.type !== "delegation-ended" || byHerself.has(last.detail.reason)) return null;
  const delegationId = String(last.detail.delegationId);
  const told = await tx
    .selectFrom("hand_backs")
    .select(["key_id", "box"])
    .where("delegation_id", "=", delegationId)
    .executeTakeFirst();
  return {
    reason: last.detail.reason as DelegationEnding,
    at: last.at,
    summary: told ? await opened(vault, told.key_id, told.box, handBackContext(delegationId)) : null,
  };
}

async function opened(vault: Vault, keyId: string, box: Buffer, context: string): Promise<string | null> {
  try {
    return (await vault.open({ keyId, box: box.toString("base64") }, context)).toString("utf8");
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof SealBroken) return null;
    throw error;
  }
}
