import { chmod, chown, cp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@liss/local/stack";
import { type RunningPostgres, startPostgres } from "@liss/servers";
import pg from "pg";

/**
 * A base backup of the whole Postgres server, while it runs, as `pg_basebackup` makes one: the files between start and
 * stop, the write-ahead log that makes them consistent, and the label. Source: PostgreSQL's manual, "Making a Base
 * Backup Using the Low Level API".
 */
export async function backUpPostgres(stack: Stack, to: string): Promise<void> {
  const client = new pg.Client({ connectionString: stack.postgresUrl("postgres") });
  await client.connect();
  try {
    await client.query("select pg_backup_start('privacy sweep', true)");
    const skip = /(postmaster\.(pid|opts)|pg_wal)$/;
    await copyLiving(stack.postgresDir, to, (from) => !skip.test(from));
    const { rows } = await client.query<{ labelfile: string }>("select labelfile from pg_backup_stop(false)");
    await cp(join(stack.postgresDir, "pg_wal"), join(to, "pg_wal"), { recursive: true });
    await writeFile(join(to, "backup_label"), rows[0]?.labelfile ?? "");
  } finally {
    await client.end();
  }
}

/** Copies of a backup may be started, changed and thrown away; the backup itself stays as it was taken. */
export async function restored<T>(
  backup: string,
  into: string,
  owner: Owner,
  use: (postgres: RunningPostgres) => Promise<T>,
): Promise<T> {
  await rm(into, { recursive: true, force: true });
  await cp(backup, into, { recursive: true });
  await giveTo(into, owner);
  const postgres = await startPostgres({ dataDir: into, durable: false });
  try {
    return await use(postgres);
  } finally {
    await postgres.stop();
    await rm(into, { recursive: true, force: true });
  }
}

/** Whose files a server's are: Postgres starts only on its own, and never as root. */
export type Owner = { uid: number; gid: number };

async function giveTo(folder: string, { uid, gid }: Owner): Promise<void> {
  await chmod(folder, 0o700);
  if (process.getuid?.() !== 0) return;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) await chown(join(entry.parentPath, entry.name), uid, gid);
  await chown(folder, uid, gid);
}

/** A folder whose files may go while they are copied: what is gone is gone. */
export async function copyLiving(from: string, to: string, wanted: (path: string) => boolean): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!wanted(source)) continue;
    if (entry.isDirectory()) {
      await cp(source, target, { recursive: true, filter: (path) => path === source });
      await copyLiving(source, target, wanted);
    } else
      await cp(source, target).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
  }
}
