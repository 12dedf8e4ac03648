import { expect } from "vitest";
import type { Decision, Refusal, Rule } from "./decision.ts";
import type { SessionEvent } from "./events.ts";
import { evolve, type Session } from "./session.ts";

/** given(events).when(rule).then(events): tests that read like the protocol. Times are left out where they do not matter. */
export function given(...events: SessionEvent[]) {
  const session = events.reduce<Session | null>(evolve, null);
  if (!session) throw new Error("given() needs at least the opening of the session");
  return {
    session,
    when(rule: Rule) {
      const decision = rule(session);
      return {
        then(...expected: Partial<SessionEvent>[]) {
          expect(decision.accepted, `refused: ${refusalOf(decision)}`).toBe(true);
          const happened = decision.accepted ? decision.events : [];
          expect(happened.map((event) => event.type)).toEqual(expected.map((event) => event.type));
          for (const [index, event] of expected.entries()) expect(happened[index]).toMatchObject(event);
        },
        thenNothing() {
          expect(decision).toEqual({ accepted: true, events: [] });
        },
        thenRefused(refusal: Refusal) {
          expect(refusalOf(decision)).toBe(refusal);
        },
      };
    },
  };
}

const refusalOf = (decision: Decision) => (decision.accepted ? undefined : decision.refusal);
