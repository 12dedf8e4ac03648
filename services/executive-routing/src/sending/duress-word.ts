import {
  type Actor,
  AgreedCodeWord,
  CodeWordAgreed,
  codeWordContext,
  contactScope,
  type SafeContactPlan,
} from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { Vault } from "@liss/vault";
import { v5 as uuidv5 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import { duressWordSays } from "./texts.es-cl.ts";

/** Any fixed UUID: from it and her contact id, her word has the same id for ever, and nothing can be read from it. */
const idsOfDuressWords = "7a5f0f0e-3d0c-4f6e-9a43-52f2a4b8e6d1";

type Facts = {
  id: string;
  source: "executive-routing";
  occurredAt: string;
  actor: Actor;
  contactId: string;
  sessionId: string;
};

/**
 * Tells triage of the word with which she asks for help in silence, sealed under her key, or that it counts no more.
 * The word by which she is known again is not told: proving who she is is no danger, and must not look like one.
 */
export async function tellDuressWord(
  tx: Transaction<RoutingTables>,
  vault: Vault,
  facts: Facts,
  { before, plan }: { before: SafeContactPlan | undefined; plan: SafeContactPlan },
): Promise<void> {
  if (!before?.duressWord && !plan.duressWord) return;
  const codeWordId = uuidv5(facts.contactId, idsOfDuressWords);
  // A single letter is heard by this service alone: compared by sound in every message, it would mean nothing.
  const agreed = AgreedCodeWord.safeParse({ words: plan.duressWord, says: duressWordSays }).data;
  const sealed =
    agreed &&
    (await vault.seal(contactScope(facts.contactId), codeWordContext(codeWordId), JSON.stringify(agreed)));
  await appendEvents(tx, [
    CodeWordAgreed.create({ ...facts, data: { codeWordId, effect: "imminent", agreed: sealed } }),
  ]);
}
