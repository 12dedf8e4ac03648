import { randomBytes } from "node:crypto";
import { migrate, openDatabase } from "@liss/database";
import { freshDatabase } from "@liss/testing";
import { openVault, type VaultTables, vaultMigrations } from "@liss/vault";

/** A vault of its own on a real database. */
export async function startVault() {
  const database = await freshDatabase({
    template: "vault",
    migrate: async (_db, url) => {
      const db = openDatabase({ url, name: "migrations" });
      await migrate(db, vaultMigrations);
      await db.destroy();
    },
  });
  const db = openDatabase<VaultTables>({ url: database.url, name: "test" });
  const vault = openVault({ db, keyEncryptionKey: randomBytes(32), sealWindowMs: 250 });
  return {
    vault,
    async stop() {
      vault.close();
      await db.destroy();
      await database.drop();
    },
  };
}

export async function* inPieces(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks);
}
