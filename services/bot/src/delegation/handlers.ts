import { Delegated, DelegationEnded, type EventContract, type EventOf, RobotAsked } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { type Handler, type HandlerContext, on, Permanent } from "@liss/messaging";
import { inSession } from "@liss/telemetry";
import type { BotTables } from "../database/tables.ts";
import { gapsIn } from "../gaps/store.ts";
import { type Answering, answer } from "./answer.ts";
import { onForgetting } from "./forget.ts";
import { addAsk, type Delegation, lockDelegation, saveDelegation, takeWaitingAsks } from "./store.ts";

/**
 * What the robot hears, and all it hears. Delegation, messages and end may arrive in any order and more than once;
 * after the end, or before the beginning, it says nothing.
 */
export function handlers(answering: Answering): Handler<BotTables>[] {
  const { now } = answering;
  return [
    onDelegationEvent(Delegated, answering, async (event, delegation, { tx, emit }) => {
      if (delegation.status !== "expected") return;
      const { topics, expiresAt } = event.data;
      const open: Delegation = { ...delegation, status: "open", topics, expiresAt: new Date(expiresAt) };
      const effects = { emit, collect: gapsIn(tx).collect };
      let current = await answer(answering, open, undefined, effects);
      for (const ask of await takeWaitingAsks(tx, open.id))
        current = await answer(answering, current, ask, effects);
      await saveDelegation(tx, current, now());
    }),

    onDelegationEvent(RobotAsked, answering, async ({ data }, delegation, { tx, emit }) => {
      const ask = { messageId: data.messageId, sentAt: new Date(data.sentAt), content: data.content };
      const waits = delegation.status === "expected";
      if (!(await addAsk(tx, delegation.id, ask, waits)) || delegation.status !== "open") return;
      const effects = { emit, collect: gapsIn(tx).collect };
      await saveDelegation(tx, await answer(answering, delegation, ask, effects), now());
    }),

    onDelegationEvent(DelegationEnded, answering, async (_event, delegation, { tx }) => {
      await takeWaitingAsks(tx, delegation.id);
      await saveDelegation(tx, { ...delegation, status: "ended" }, now());
    }),

    ...onForgetting(now),
  ];
}

type DelegationContract = typeof Delegated | typeof RobotAsked | typeof DelegationEnded;

/** An event about a delegation, with the delegation locked. */
function onDelegationEvent<Contract extends DelegationContract & EventContract>(
  contract: Contract,
  { now }: Pick<Answering, "now">,
  act: (
    event: EventOf<Contract>,
    delegation: Delegation,
    context: HandlerContext<BotTables> & { tx: Transaction<BotTables> },
  ) => Promise<void>,
): Handler<BotTables> {
  return on<Contract, BotTables>(contract, async (event, context) => {
    const { contactId, sessionId, data } = event as EventOf<DelegationContract>;
    const { delegationId } = data;
    if (!contactId || !sessionId)
      throw new Permanent(`delegation ${delegationId} names no contact or session`);
    await inSession(sessionId, "attend", { "liss.delegation": delegationId }, async () => {
      const delegation = await lockDelegation(context.tx, { delegationId, contactId, sessionId, now: now() });
      await act(event, delegation, context);
    });
  });
}
