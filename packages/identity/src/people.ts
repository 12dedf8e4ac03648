import { randomUUID } from "node:crypto";
import type { Database } from "@liss/database";
import { demoDomain, demoPeople } from "./demo-people.ts";
import { hashPassword, minPasswordLength } from "./passwords.ts";
import type { Person, Role } from "./person.ts";
import type { IdentityTables } from "./tables.ts";

export interface NewPerson {
  name: string;
  email: string;
  password: string;
  role: Role;
}

/**
 * Creates a person with a password; undefined when the email is taken. The only way in: nobody signs up.
 * @throws RangeError when the password is too short.
 */
export async function createPerson(
  db: Database<IdentityTables>,
  person: NewPerson,
  options: { demo: boolean } = { demo: false },
): Promise<Person | undefined> {
  if (person.password.length < minPasswordLength)
    throw new RangeError(`a password needs at least ${minPasswordLength} characters`);
  const id = randomUUID();
  const email = person.email.toLowerCase();
  const password = await hashPassword(person.password);
  return db.transaction().execute(async (tx) => {
    const created = await tx
      .insertInto("people")
      .values({ id, name: person.name, email, role: person.role, demo: options.demo, email_verified: true })
      .onConflict((conflict) => conflict.column("email").doNothing())
      .returning(["id", "name", "email", "role"])
      .executeTakeFirst();
    if (!created) return undefined;
    await tx
      .insertInto("credentials")
      .values({ id: randomUUID(), person_id: id, provider_id: "credential", account_id: id, password })
      .execute();
    return created;
  });
}

/** Everybody, by name: who attends what is shown with these. */
export function listPeople(db: Database<IdentityTables>): Promise<Person[]> {
  return db
    .selectFrom("people")
    .select(["id", "name", "email", "role"])
    .orderBy("name")
    .orderBy("id")
    .execute();
}

/** Creates the demo people that are not there yet; two services may do it at once. */
export async function seedDemoPeople(db: Database<IdentityTables>): Promise<void> {
  const present = new Set((await listPeople(db)).map((person) => person.email));
  for (const person of demoPeople)
    if (!present.has(person.email)) await createPerson(db, person, { demo: true });
}

/** @throws Error when anybody with a public password exists. */
export async function refuseDemoPeople(db: Database<IdentityTables>): Promise<void> {
  const found = await db
    .selectFrom("people")
    .select("id")
    .where((row) => row.or([row("demo", "=", true), row("email", "like", `%@${demoDomain}`)]))
    .execute();
  if (found.length === 0) return;
  throw new Error(
    `the identity database holds ${found.length} demo people, whose passwords are public: production does not start with them`,
  );
}
