import type { SafeContactPlan } from "@liss/contracts";
import type { Database } from "@liss/database";
import type { Vault } from "@liss/vault";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import type { DeskPerson } from "../desk/commands.ts";
import { factsFor } from "../desk/facts.ts";
import { messagesOf } from "../desk/views.ts";
import { readSafeContact } from "../sending/safe-contact.ts";
import type { Session } from "../session/session.ts";
import { planSentences, planToCarry } from "./plan-words.es-cl.ts";
import { factWords, words } from "./words.es-cl.ts";

export type HerData = {
  madeAt: string;
  plan: { sentences: string[]; values: Partial<SafeContactPlan> } | null;
  facts: { name: string; value: string }[];
  conversations: {
    openedAt: string;
    closedAt: string | null;
    messages: {
      at: string;
      from: "she" | "service";
      kind: string;
      takenBack: boolean;
      text: string | null;
    }[];
  }[];
};

/**
 * What is kept about her that is hers to know: what she said and was answered, what was agreed, the facts of her case. Not
 * in it: the team's notes and who attended her, which are also about others; the number, which she has; what she took back,
 * which nobody opens; and her secret words, because this may end on a phone that others read.
 */
export async function herData(
  deps: { db: Database<RoutingTables>; vault: Vault; clock: Clock },
  me: DeskPerson,
  session: Session,
): Promise<HerData> {
  const { db, vault, clock } = deps;
  const sessions = await db
    .selectFrom("sessions")
    .select(["id", "state"])
    .where("contact_id", "=", session.contactId)
    .orderBy("id")
    .execute();
  const conversations = [];
  for (const { id, state } of sessions) {
    const messages = await messagesOf(db, vault, id);
    conversations.push({
      openedAt: state.openedAt,
      closedAt: state.closedAt,
      messages: messages.map(({ sentAt, direction, kind, content, revokedAt }) => ({
        at: sentAt,
        from: direction === "in" ? ("she" as const) : ("service" as const),
        kind,
        takenBack: revokedAt !== null,
        text: textOf(content),
      })),
    });
  }
  const { plan } = await readSafeContact(db, vault, session.contactId);
  const { facts } = await factsFor(deps, me, session);
  return {
    madeAt: clock.now(),
    plan: plan ? { sentences: planSentences(plan), values: planToCarry(plan) } : null,
    facts: facts.flatMap(({ field, value }) =>
      value === null ? [] : [{ name: factWords[field] ?? field, value }],
    ),
    conversations,
  };
}

function textOf(content: object | null): string | null {
  if (content === null) return null;
  for (const name of ["text", "caption", "body"] as const) {
    const value = (content as Record<string, unknown>)[name];
    if (typeof value === "string") return value;
  }
  return null;
}

/** The same as a text that a person reads, in her language; `notice` is the short privacy notice in force. */
export function readable(data: HerData, notice: string): string {
  const day = (at: string) =>
    new Date(at).toLocaleString("es-CL", {
      timeZone: "America/Santiago",
      dateStyle: "long",
      timeStyle: "short",
    });
  const lines = [words.title, words.madeAt(day(data.madeAt)), "", notice, ""];
  lines.push(
    words.facts,
    ...(data.facts.length ? data.facts.map(({ name, value }) => `- ${name}: ${value}`) : [words.none]),
    "",
  );
  lines.push(words.plan, ...(data.plan ? data.plan.sentences.map((said) => `- ${said}`) : [words.none]), "");
  for (const { openedAt, closedAt, messages } of data.conversations) {
    lines.push(words.conversation(day(openedAt), closedAt && day(closedAt)));
    for (const { at, from, kind, takenBack, text } of messages) {
      const said = takenBack ? words.takenBack : (text ?? words.notKept(kind));
      lines.push(`[${day(at)}] ${from === "she" ? words.she : words.service}: ${said}`);
    }
    lines.push("");
  }
  return lines.join("\n");
}
