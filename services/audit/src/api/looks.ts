import { randomUUID } from "node:crypto";
import type { Envelope } from "@liss/contracts";
import { FactorChanged, LoggedIn, LoggedOut, LoginFailed, type PersonId, RecordRead } from "@liss/contracts";
import type { Database } from "@liss/database";
import type { AccessEvent, Person } from "@liss/identity";
import { appendEvents } from "@liss/messaging";
import type { AuditTables } from "../database/tables.ts";

export type Look = {
  what: "sessions" | "session" | "entry" | "proof" | "report";
  entries: number;
  sessionId?: string | undefined;
  aboutHerself?: boolean;
};

type Dependencies = {
  db: Database<AuditTables>;
  /** Called when an event is in the outbox. */
  wake: () => void;
  now: () => Date;
};

/**
 * The auditor's own doings go on the record like everybody's. Awaited before anything is answered: a look that
 * cannot be recorded does not happen.
 */
export function recordLooks({ db, wake, now }: Dependencies) {
  const publish = async (...events: Envelope[]) => {
    await db.transaction().execute((tx) => appendEvents(tx, events));
    wake();
  };
  const common = () => ({ id: randomUUID(), source: "audit" as const, occurredAt: now().toISOString() });

  return {
    async look(person: Person, { sessionId, ...look }: Look): Promise<void> {
      const actor = { kind: "person" as const, id: person.id, role: person.role };
      await publish(
        RecordRead.create({ ...common(), actor, sessionId, data: { personId: person.id, ...look } }),
      );
    },

    /** What identity saw at the door. */
    async access(
      event: AccessEvent,
      roleOf: (id: PersonId) => Promise<Person["role"] | undefined>,
    ): Promise<void> {
      const application = "explorer" as const;
      const { personId } = event;
      const role = personId === undefined ? undefined : await roleOf(personId);
      if (event.type === "login-failed" || personId === undefined || role === undefined) {
        const actor = { kind: "service" as const, name: "audit" as const };
        const reason = event.type === "login-failed" ? event.reason : undefined;
        return publish(LoginFailed.create({ ...common(), actor, data: { application, personId, reason } }));
      }
      const facts = { ...common(), actor: { kind: "person" as const, id: personId, role } };
      switch (event.type) {
        case "login-succeeded":
          return publish(
            LoggedIn.create({ ...facts, data: { personId, role, application, method: event.method } }),
          );
        case "logout":
          return publish(
            LoggedOut.create({ ...facts, data: { personId, application, reason: event.reason } }),
          );
        case "factor-changed":
          return publish(
            FactorChanged.create({ ...facts, data: { personId, application, what: event.what } }),
          );
      }
    },
  };
}

export type Looks = ReturnType<typeof recordLooks>;
