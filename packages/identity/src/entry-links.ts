import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Database, Transaction } from "@liss/database";
import { hashPassword, maxPasswordLength, minPasswordLength } from "./passwords.ts";
import { isRole, type Person } from "./person.ts";
import type { IdentityTables } from "./tables.ts";

/** A link to set one's password; whoever holds it is let through once. */
export interface EntryLink {
  /** The address with the token behind `#`, where no server and no log sees it. Not kept: it is shown once. */
  url: string;
  expiresAt: Date;
}

/** A day covers a night shift and its rest; then the supervisor makes another. */
const linkHours = 24;

/** Where the console asks for a new password. */
const linkPath = "/clave";

const hashOf = (token: string) => createHash("sha256").update(token).digest();

/** Makes a person's link; her earlier one is worthless from now on. */
export async function makeLink(
  tx: Transaction<IdentityTables>,
  personId: string,
  { baseUrl, now }: { baseUrl: string; now: () => Date },
): Promise<EntryLink> {
  const token = randomBytes(32).toString("base64url");
  const link = {
    token_hash: hashOf(token),
    expires_at: new Date(now().getTime() + linkHours * 3_600_000),
    created_at: now(),
  };
  await tx
    .insertInto("entry_links")
    .values({ ...link, person_id: personId })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(link))
    .execute();
  return { url: `${new URL(linkPath, baseUrl)}#${token}`, expiresAt: link.expires_at };
}

/** Whose link it is; undefined when it was used, replaced, is too old or never was. */
export async function personOfLink(
  db: Database<IdentityTables>,
  token: string,
  now: Date,
): Promise<Person | undefined> {
  const person = await db
    .selectFrom("entry_links")
    .innerJoin("people", "people.id", "entry_links.person_id")
    .select(["people.id", "people.name", "people.email", "people.role"])
    .where("token_hash", "=", hashOf(token))
    .where("expires_at", ">", now)
    .where("deactivated_at", "is", null)
    .executeTakeFirst();
  return person && isRole(person.role) ? person : undefined;
}

export type LinkUse = "done" | "link-over" | "password-too-short";

/**
 * Sets the password of the link's person and spends the link; whoever was logged in as her is no longer. `record` is
 * awaited inside: what cannot be recorded does not happen.
 */
export async function useLink(
  db: Database<IdentityTables>,
  { token, password, now }: { token: string; password: string; now: Date },
  record: (person: Person) => Promise<void> | void,
): Promise<LinkUse> {
  if (password.length < minPasswordLength || password.length > maxPasswordLength) return "password-too-short";
  const person = await personOfLink(db, token, now);
  if (!person) return "link-over";
  const hash = await hashPassword(password);
  return db.transaction().execute(async (tx) => {
    const spent = await tx
      .deleteFrom("entry_links")
      .where("token_hash", "=", hashOf(token))
      .returning("person_id")
      .executeTakeFirst();
    if (!spent) return "link-over";
    const credential = { person_id: person.id, provider_id: "credential", account_id: person.id };
    await tx
      .insertInto("credentials")
      .values({ id: randomUUID(), ...credential, password: hash })
      .onConflict((conflict) =>
        conflict.columns(["person_id", "provider_id"]).doUpdateSet({ password: hash, updated_at: now }),
      )
      .execute();
    await tx.deleteFrom("login_sessions").where("person_id", "=", person.id).execute();
    await record(person);
    return "done";
  });
}
