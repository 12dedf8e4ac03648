import type { Stack } from "@liss/local/stack";
import pg from "pg";

/**
 * What no attack may change, as one text per thing. An answer may lie; the tables do not. What people's own screens
 * write by themselves (presence, attempts to log in, reads on the record) is left out.
 */
const facts: readonly (readonly [database: string, name: string, query: string])[] = [
  ["gateway", "messages of hers", "select count(*) from inbound_messages"],
  ["gateway", "contacts", "select count(*) from contacts"],
  ["gateway", "messages to her", "select count(*) from outgoing_messages"],
  [
    "routing",
    "sessions",
    "select md5(string_agg(concat(id, version, state), ',' order by id)) from sessions",
  ],
  [
    "routing",
    "messages",
    "select md5(string_agg(concat(id, author, author_id, seen_by), ',' order by id)) from messages",
  ],
  ["routing", "notes", "select count(*) from notes"],
  ["routing", "referrals", "select md5(string_agg(concat(id, state), ',' order by id)) from referrals"],
  [
    "routing",
    "follow-ups",
    "select md5(string_agg(concat(id, due_at, done_at), ',' order by id)) from follow_ups",
  ],
  ["routing", "case facts", "select count(*) from case_facts"],
  ["routing", "safe-contact plans", "select md5(string_agg(concat(contact_id, at), ',')) from safe_contact"],
  [
    "routing",
    "executives",
    "select md5(string_agg(concat(person_id, capacity, may_choose, team), ',' order by person_id)) from executives",
  ],
  ["routing", "policy", "select md5(string_agg(policy::text, ',')) from policy"],
  ["routing", "directory", "select count(*) from directory"],
  ["routing", "canned texts", "select count(*) from canned_replies"],
  ["routing", "attentions", "select count(*) from attentions"],
  ["routing", "glass", "select count(*) from glass"],
  ["routing", "walls", "select count(*) from walls"],
  ["routing", "blocks", "select count(*) from blocks"],
  [
    "identity",
    "people",
    "select md5(string_agg(concat(id, email, name, role, deactivated_at), ',' order by id)) from people",
  ],
  ["identity", "ways in", "select md5(string_agg(concat(id, password), ',' order by id)) from credentials"],
  ["identity", "second factors", "select count(*) from second_factors"],
  ["identity", "passkeys", "select count(*) from passkeys"],
  ["identity", "entry links", "select count(*) from entry_links"],
  [
    "identity",
    "logins",
    "select md5(string_agg(concat(id, person_id), ',' order by id)) from login_sessions",
  ],
];

export type Picture = ReadonlyMap<string, string>;

/** Reads everything that must stay as it is. */
export async function pictureOf(stack: Stack): Promise<Picture> {
  const picture = new Map<string, string>();
  for (const database of new Set(facts.map(([name]) => name))) {
    const client = new pg.Client({ connectionString: stack.postgresUrl(database) });
    await client.connect();
    try {
      for (const [where, name, text] of facts) {
        if (where !== database) continue;
        const { rows } = await client.query<Record<string, string | null>>(text);
        picture.set(`${where}: ${name}`, String(Object.values(rows[0] ?? {})[0]));
      }
    } finally {
      await client.end();
    }
  }
  return picture;
}

/** The things that are no longer as they were. */
export function changedBetween(before: Picture, now: Picture): string[] {
  return [...now].flatMap(([name, value]) => (before.get(name) === value ? [] : [name]));
}

/** Deliveries that the gateway stored: each must have been signed by WhatsApp. */
export async function storedDeliveries(stack: Stack): Promise<number> {
  const client = new pg.Client({ connectionString: stack.postgresUrl("gateway") });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>("select count(*)::int from raw_deliveries");
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
