import pg from "pg";

export type Revoked = { logins: number; links: number; challenges: number };

/** Ends every login, every link to enter and every half-made login, of everybody, at once. */
export async function revokeEntries(identityUrl: string): Promise<Revoked> {
  const client = new pg.Client({ connectionString: identityUrl });
  await client.connect();
  try {
    await client.query("begin");
    const gone = async (table: string) => (await client.query(`delete from ${table}`)).rowCount ?? 0;
    const revoked = {
      logins: await gone("login_sessions"),
      links: await gone("entry_links"),
      challenges: await gone("verifications"),
    };
    await client.query("commit");
    return revoked;
  } finally {
    await client.end();
  }
}
