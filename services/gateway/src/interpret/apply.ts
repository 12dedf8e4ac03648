import { withTrace } from "@liss/telemetry";
import type { EffectContext, Source, Work } from "./effects.ts";
import { followIdentity } from "./follow-identity.ts";
import type { Item, MessageItem } from "./item.ts";
import { keepLineEvent } from "./line-event.ts";
import { note, noteProblem } from "./notes.ts";
import { receiveMessages } from "./receive-messages.ts";
import { receiveRevocation } from "./revoke.ts";

/**
 * What items change, in the order given: messages that stand together are received together, the rest one by one.
 * Doing it again changes nothing. `isLast`: nothing else needs to see within the transaction what they changed.
 */
export async function applyAll(
  work: readonly Work[],
  context: EffectContext,
  { isLast } = { isLast: false },
): Promise<void> {
  let messages: Work<MessageItem>[] = [];
  const receive = async (last = { isLast: false }) => {
    if (messages.length > 0) await receiveMessages(messages, context, last);
    messages = [];
  };
  for (const { item, source } of work) {
    if (item.kind === "message" && !isForOtherNumber(item, context.phoneNumberId)) {
      messages.push({ item, source });
      continue;
    }
    await receive();
    await withTrace({ traceparent: source.trace }, () => applyOne(item, source, context));
  }
  await receive({ isLast });
}

async function applyOne(item: Item, source: Source, context: EffectContext): Promise<void> {
  const { tx, phoneNumberId, tracking, tally } = context;
  if (isForOtherNumber(item, phoneNumberId)) {
    tally("not-understood");
    return await noteProblem("other-number", item.path, source, context);
  }
  switch (item.kind) {
    case "message":
      return await receiveMessages([{ item, source }], context);
    case "revoke":
      tally("revocation");
      return await receiveRevocation(item, source, context);
    case "status":
      tally("status");
      if (item.status === undefined) return;
      return await tracking.report(tx, {
        phoneNumberId,
        wamid: item.wamid,
        status: item.status,
        at: item.at ?? source.receivedAt,
        errorCode: item.errorCode ?? null,
        callbackData: item.callbackData,
      });
    case "identity":
      tally("identity");
      await note(item.path, "identity", item.word, source, context);
      return await followIdentity(item, source, context);
    case "account":
      tally("account");
      return await keepLineEvent(item, source, context);
    case "echo":
    case "group":
    case "notice":
      tally("notice");
      return await note(item.path, item.kind, item.event, source, context);
    case "not-understood":
      tally("not-understood");
      return await noteProblem(item.reason, item.path, source, context);
  }
}

/** Whether nothing in it had to be set aside for an engineer. */
export function isUnderstood(item: Item, phoneNumberId: string): boolean {
  return item.kind !== "not-understood" && !isForOtherNumber(item, phoneNumberId);
}

const traffic = new Set<Item["kind"]>(["message", "revoke", "status", "identity"]);

/** A message without a number can only be for ours; one that names another number is not ours to answer. */
function isForOtherNumber(item: Item, phoneNumberId: string): boolean {
  return traffic.has(item.kind) && item.phoneNumberId !== undefined && item.phoneNumberId !== phoneNumberId;
}
