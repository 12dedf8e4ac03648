import { type ContactId, GoodbyeSaid, MessageContent, messageContext, type Sealed } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { readDuressWord, saysAgreedWord, saysExitWord } from "@liss/safety";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import { v7 as uuidv7 } from "uuid";
import type { RoutingTables } from "../database/tables.ts";
import type { SessionEvent } from "../session/events.ts";
import { evolve, type Session } from "../session/session.ts";
import { raiseAlert } from "../store/alerts.ts";
import type { Change } from "../store/feed.ts";
import { openPlan, writeGoodbye } from "./safe-contact.ts";

/** The words of hers that command or make her known: her goodbye, her cry for help in silence, her agreed word. */
export type Said = {
  goodbye: boolean;
  duress: boolean;
  /** The word by which she is known again; `agreed` whether there is one at all. */
  known: boolean;
  agreed: boolean;
};

export const nothingSaid: Said = { goodbye: false, duress: false, known: false, agreed: false };

/** What she said in this message, by her own words and plan (as it is kept). What cannot be opened says nothing. */
export async function whatSheSaid(
  vault: Vault,
  { contactId, messageId, content }: { contactId: ContactId; messageId: string; content: Sealed },
  { sealedPlan, exitWords }: { sealedPlan: Sealed | null; exitWords: readonly string[] },
): Promise<Said> {
  try {
    const plain = await vault.open(content, messageContext(messageId));
    const parsed = MessageContent.safeParse(JSON.parse(plain.toString("utf8")));
    const plan = sealedPlan && (await openPlan(vault, contactId, sealedPlan));
    if (!parsed.success || parsed.data.kind !== "text")
      return { ...nothingSaid, agreed: plan?.agreedWord !== undefined };
    return {
      goodbye: saysExitWord(parsed.data.text, exitWords),
      duress: readDuressWord(parsed.data.text, plan?.duressWord) === "said",
      known: saysAgreedWord(parsed.data.text, plan?.agreedWord),
      agreed: plan?.agreedWord !== undefined,
    };
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof SealBroken || error instanceof SyntaxError)
      return nothingSaid;
    throw error;
  }
}

/** A goodbye silences the robot; the duress word makes it an emergency at once. */
export function followedBy(
  said: Said,
  session: Session | null,
  { messageId, now }: { messageId: string; now: string },
): SessionEvent[] {
  if (!session) return [];
  const events: SessionEvent[] = [];
  if (said.duress && session.tier !== "imminent") {
    events.push({
      type: "tier-raised",
      from: session.tier,
      to: "imminent",
      cause: "assessment",
      messageId,
      indicators: ["codigo_encubierto"],
      at: now,
    });
  }
  if (said.known && session.identityDoubt) events.push({ type: "agreed-word-heard", messageId, at: now });
  const { delegation } = session;
  if (delegation && (said.goodbye || said.duress)) {
    const reason = said.duress ? "risk-signal" : "goodbye";
    events.push({ type: "delegation-ended", delegationId: delegation.id, reason, at: now });
  }
  return events;
}

/** Keeps the goodbye, and tells supervisors of the duress word without a sound towards her. */
export async function keepWhatSheSaid(
  tx: Transaction<RoutingTables>,
  said: Said,
  session: Session,
  { messageId, sentAt, now }: { messageId: string; sentAt: string; now: string },
): Promise<Change[]> {
  // The word that asks for help looks like a goodbye because somebody is beside her: it silences us just the same.
  if (said.goodbye || said.duress) {
    await writeGoodbye(tx, session.contactId, sentAt);
    await appendEvents(tx, [
      GoodbyeSaid.create({
        id: uuidv7(),
        source: "executive-routing",
        occurredAt: now,
        actor: { kind: "contact" },
        contactId: session.contactId,
        sessionId: session.id,
        data: { messageId, saidAt: sentAt, word: said.duress ? "duress" : "exit" },
      }),
    ]);
  }
  if (!said.duress) return [];
  const detail = { sessionId: session.id };
  return [
    await raiseAlert(tx, { code: "duress-word", severity: "critical", detail, at: now, about: session }),
  ];
}

/** The session after these events; null when there is none yet. */
export function after(session: Session | null, events: readonly SessionEvent[]): Session | null {
  return events.reduce<Session | null>(evolve, session);
}
