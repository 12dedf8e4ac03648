import type { Actor } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import type { HandlerContext } from "@liss/messaging";
import type { RoutingTables } from "../database/tables.ts";
import type { SessionEvent } from "../session/events.ts";
import { evolve } from "../session/session.ts";
import type { Change } from "./feed.ts";
import { published } from "./publish.ts";
import { eventRows, type Loaded } from "./session-store.ts";
import { type IncomingMessage, type Written, write, writeWithCommit } from "./written.ts";

/**
 * Collects what arriving messages change in several sessions, to be written in one statement. Only what is plain: it
 * makes nobody responsible, rings nowhere and tells no supervisor, so there is nothing to do besides writing it.
 */
export type Gathering = {
  /** Puts what was decided about a session, as it is locked, with the rest. The active trace is its own. */
  add(
    before: Loaded,
    decided: { events: SessionEvent[]; actor: Actor; changes: Change[]; message?: IncomingMessage },
  ): Loaded;
  /** Writes what was collected so far. `withCommit`: it is the last thing that the transaction does. */
  write(tx: Transaction<RoutingTables>, options?: { withCommit: boolean }): Promise<void>;
};

/** Whether an event has no consequence beyond the record, the screens and the other services. */
export function isPlain(event: SessionEvent): boolean {
  if (event.type === "tier-raised") return event.to !== "imminent";
  return (
    event.type === "message-recorded" || event.type === "assessment-applied" || event.type === "tier-settled"
  );
}

/** `emit`: what the other services hear leaves with the rest of the transaction's events. */
export function gathering(emit: HandlerContext<RoutingTables>["emit"]): Gathering {
  let written = nothingYet();
  return {
    add(before, { events, actor, changes, message }) {
      const session = events.reduce((state, event) => evolve(state, event), before.session);
      const version = before.version + events.length;
      if (events.length > 0) {
        const known = written.sessions.find((row) => row.session.id === session.id);
        if (known) Object.assign(known, { session, version });
        else written.sessions.push({ session, version, expected: before.version });
        written.events.push(...eventRows(session.id, before.version, events, actor));
        emit(...events.flatMap((event) => published(event, session, actor, noMessage) ?? []));
      }
      if (message) written.messages.push(message);
      written.changes.push(...changes);
      if (events.length > 0)
        written.changes.push({ kind: "session", sessionId: session.id, refId: session.id });
      return { session, version };
    },
    async write(tx, { withCommit } = { withCommit: false }) {
      const ready = { ...written, changes: distinct(written.changes) };
      written = nothingYet();
      if (ready.sessions.length + ready.messages.length + ready.changes.length === 0) return;
      await (withCommit ? writeWithCommit(tx, ready) : write(tx, ready));
    },
  };
}

const nothingYet = (): Written => ({ sessions: [], events: [], messages: [], outgoing: [], changes: [] });

/** A session that changed twice is looked at once. */
function distinct(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map((change) => [`${change.kind}:${change.refId}`, change])).values()];
}

function noMessage(): never {
  throw new Error("an event that needs its message is not plain");
}
