import { randomUUID } from "node:crypto";
import type { Database, Transaction } from "@liss/database";
import { type EntryLink, makeLink } from "./entry-links.ts";
import { lookForSupervisors } from "./first-supervisor.ts";
import type { Person, Role } from "./person.ts";
import type { IdentityTables } from "./tables.ts";

/** A person as whoever looks after the team sees her. */
export interface StaffMember extends Person {
  active: boolean;
  /** She has a second factor to enter with. */
  secondFactor: boolean;
  /** She was sent a link and has not used it; until when it works. */
  linkUntil: Date | null;
  lastLoginAt: Date | null;
}

/** Awaited before a change is final: what cannot be recorded does not happen. */
export type Record = (person: Person) => Promise<void> | void;

export interface Staff {
  list(): Promise<StaffMember[]>;
  /** A new person, who sets her own password through the link; undefined when the email is taken. */
  invite(
    person: { name: string; email: string; role: Role },
    record: Record,
  ): Promise<{ person: Person; link: EntryLink } | undefined>;
  /**
   * The one invitation that nobody makes: whoever installs the service calls in its first supervisor, once. `settled`
   * when a supervisor can enter already. Those called in before who never came are deactivated; she herself gets a new
   * link. `email-taken` when the address is somebody else's.
   */
  inviteFirstSupervisor(
    person: { name: string; email: string },
    record: (change: "invited" | "deactivated", person: Person) => Promise<void> | void,
  ): Promise<{ person: Person; link: EntryLink } | "settled" | "email-taken">;
  /** Her logins end: the next one has the new role. Undefined when there is no such person. */
  changeRole(id: string, role: Role, record: Record): Promise<Person | undefined>;
  /** Password, second factor and logins are gone; the link is the only way in. Undefined when she is not active. */
  recover(id: string, record: Record): Promise<{ person: Person; link: EntryLink } | undefined>;
  deactivate(id: string, record: Record): Promise<Person | undefined>;
  /** She works here again, and enters through a link as at first. */
  reactivate(id: string, record: Record): Promise<{ person: Person; link: EntryLink } | undefined>;
}

type Tx = Transaction<IdentityTables>;
const whom = ["id", "name", "email", "role"] as const;

/** Who works here, as supervisors change it. */
export function staffOf(options: { db: Database<IdentityTables>; baseUrl: string; now: () => Date }): Staff {
  const { db, now } = options;

  /** Changes one person under her row's lock. */
  const onPerson = <T>(
    id: string,
    wanted: { active: boolean },
    work: (tx: Tx, person: Person) => Promise<T>,
  ): Promise<T | undefined> =>
    db.transaction().execute(async (tx) => {
      const person = await tx
        .selectFrom("people")
        .select(whom)
        .where("id", "=", id)
        .where("deactivated_at", wanted.active ? "is" : "is not", null)
        .forUpdate()
        .executeTakeFirst();
      return person && work(tx, person);
    });

  return {
    async list() {
      const rows = await db
        .selectFrom("people")
        .leftJoin("entry_links", "entry_links.person_id", "people.id")
        .select(["people.id", "name", "email", "role", "deactivated_at", "last_login_at"])
        .select(["two_factor_enabled", "expires_at"])
        .select(({ exists, selectFrom }) =>
          exists(selectFrom("passkeys").select("id").whereRef("passkeys.person_id", "=", "people.id")).as(
            "has_passkey",
          ),
        )
        .orderBy("name")
        .orderBy("people.id")
        .execute();
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        email: row.email,
        role: row.role,
        active: row.deactivated_at === null,
        secondFactor: row.two_factor_enabled === true || row.has_passkey === true,
        linkUntil: row.expires_at !== null && row.expires_at > now() ? row.expires_at : null,
        lastLoginAt: row.last_login_at,
      }));
    },

    invite: ({ name, email, role }, record) =>
      db.transaction().execute(async (tx) => {
        const person = await tx
          .insertInto("people")
          .values({ id: randomUUID(), name, email: email.toLowerCase(), role, email_verified: true })
          .onConflict((conflict) => conflict.column("email").doNothing())
          .returning(whom)
          .executeTakeFirst();
        if (!person) return undefined;
        const link = await makeLink(tx, person.id, options);
        await record(person);
        return { person, link };
      }),

    inviteFirstSupervisor: ({ name, email }, record) =>
      db.transaction().execute(async (tx) => {
        const { settled, waiting } = await lookForSupervisors(tx);
        if (settled) return "settled";
        const address = email.toLowerCase();
        const again = waiting.find((one) => one.email === address);
        const person =
          again ??
          (await tx
            .insertInto("people")
            .values({ id: randomUUID(), name, email: address, role: "supervisor", email_verified: true })
            .onConflict((conflict) => conflict.column("email").doNothing())
            .returning(whom)
            .executeTakeFirst());
        if (!person) return "email-taken";
        for (const other of waiting.filter(({ id }) => id !== person.id)) {
          await tx.deleteFrom("entry_links").where("person_id", "=", other.id).execute();
          await tx.updateTable("people").set({ deactivated_at: now() }).where("id", "=", other.id).execute();
          await record("deactivated", other);
        }
        const link = await makeLink(tx, person.id, options);
        await record("invited", person);
        return { person, link };
      }),

    changeRole: (id, role, record) =>
      onPerson(id, { active: true }, async (tx) => {
        const person = await tx
          .updateTable("people")
          .set({ role, updated_at: now() })
          .where("id", "=", id)
          .returning(whom)
          .executeTakeFirstOrThrow();
        await tx.deleteFrom("login_sessions").where("person_id", "=", id).execute();
        await record(person);
        return person;
      }),

    recover: (id, record) =>
      onPerson(id, { active: true }, async (tx, person) => {
        await lockOut(tx, id);
        const link = await makeLink(tx, id, options);
        await record(person);
        return { person, link };
      }),

    deactivate: (id, record) =>
      onPerson(id, { active: true }, async (tx, person) => {
        await lockOut(tx, id);
        await tx.deleteFrom("entry_links").where("person_id", "=", id).execute();
        await tx.updateTable("people").set({ deactivated_at: now() }).where("id", "=", id).execute();
        await record(person);
        return person;
      }),

    reactivate: (id, record) =>
      onPerson(id, { active: false }, async (tx, person) => {
        await tx.updateTable("people").set({ deactivated_at: null }).where("id", "=", id).execute();
        const link = await makeLink(tx, id, options);
        await record(person);
        return { person, link };
      }),
  };
}

/** Nothing that opened a login for her does so any more, and the logins that are open end. */
async function lockOut(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("login_sessions").where("person_id", "=", id).execute();
  await tx.deleteFrom("credentials").where("person_id", "=", id).execute();
  await tx.deleteFrom("second_factors").where("person_id", "=", id).execute();
  await tx.deleteFrom("passkeys").where("person_id", "=", id).execute();
  await tx.updateTable("people").set({ two_factor_enabled: false }).where("id", "=", id).execute();
}
