import { migrate, openDatabase } from "@liss/database";
import { vaultGrants, vaultMigrations } from "@liss/vault";
import pg from "pg";
import { type DatabaseRole, databaseRoles, type Secrets } from "./secrets.ts";

/** Every database, who owns it and who else may connect. The vault's own grants say the rest. */
const databases: ReadonlyArray<{ name: string; owner: DatabaseRole; guests: readonly DatabaseRole[] }> = [
  { name: "gateway", owner: "gateway", guests: [] },
  { name: "triage", owner: "triage", guests: [] },
  { name: "bot", owner: "bot", guests: [] },
  { name: "routing", owner: "routing", guests: [] },
  // The service's own role can add to the record and read it; only the owner could change its tables.
  { name: "audit", owner: "audit_owner", guests: ["audit"] },
  { name: "vault", owner: "vault_owner", guests: ["gateway", "triage", "bot", "routing"] },
  { name: "identity", owner: "identity", guests: [] },
];

/**
 * Makes roles and databases as they should be, however they were: safe to run at every start. Each role sees only
 * its own database, plus the vault for those who read content.
 *
 * @param urlOf the superuser's address of a database
 */
export async function prepareDatabases(urlOf: (database: string) => string, secrets: Secrets): Promise<void> {
  await withClient(urlOf("postgres"), async (client) => {
    for (const role of databaseRoles) await ensureRole(client, role, secrets.postgres[role]);
    for (const { name, owner } of databases) await ensureDatabase(client, name, owner);
    await client.query("revoke all on database postgres, template1 from public");
    for (const { name, owner, guests } of databases) {
      const database = client.escapeIdentifier(name);
      await client.query(`revoke all on database ${database} from public`);
      await client.query(`grant connect on database ${database} to ${[owner, ...guests].join(", ")}`);
    }
  });
  for (const { name, owner, guests } of databases) {
    await withClient(urlOf(name), async (client) => {
      await client.query(`alter schema public owner to ${owner}`);
      await client.query("revoke all on schema public from public");
      if (guests.length > 0) await client.query(`grant usage on schema public to ${guests.join(", ")}`);
    });
  }
}

/** The vault is shared by four services, so none of them migrates it: its owner does, before they start. */
export async function prepareVault(ownerUrl: string): Promise<void> {
  const db = openDatabase({ url: ownerUrl, name: "local setup", poolSize: 1 });
  try {
    await migrate(db, vaultMigrations);
    for (const grant of vaultGrants()) await db.pool.query(grant);
  } finally {
    await db.destroy();
  }
}

async function ensureRole(client: pg.Client, role: DatabaseRole, password: string) {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
  const verb = rowCount === 0 ? "create" : "alter";
  const attributes = "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls";
  await client.query(`${verb} role ${role} ${attributes} password ${client.escapeLiteral(password)}`);
}

async function ensureDatabase(client: pg.Client, name: string, owner: DatabaseRole) {
  const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
  if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)} owner ${owner}`);
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
