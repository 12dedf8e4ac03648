import type { Sealed } from "@liss/contracts";
import type { Database } from "@liss/database";
import { aadOf, closeBox, openBox } from "./box.ts";
import { contentKeys, type KeyDescription } from "./content-keys.ts";
import { SealBroken } from "./errors.ts";
import { type KeyProvider, localKeyProvider } from "./key-provider.ts";
import type { VaultTables } from "./tables.ts";

/** Seals content so that only whoever may reach the keys reads it, and destroys the keys so that nobody does. */
export interface Vault {
  /**
   * Encrypts under the content key of `scope` (`contact:<uuid>/session:<uuid>`, `raw:2026-11-23`) and the current month, which is
   * created when there is none. `context` says where the box belongs (`message:<id>`): it opens only there.
   */
  seal(scope: string, context: string, plaintext: Uint8Array | string): Promise<Sealed>;
  /** The same for many of one scope at once, as bytes: what is received in a burst is sealed batch by batch. */
  sealEach(
    scope: string,
    items: readonly { context: string; plaintext: Uint8Array }[],
  ): Promise<{ keyId: string; boxes: Buffer[] }>;
  /**
   * @throws KeyDestroyed when its key was destroyed.
   * @throws SealBroken when anything of the box, its key id or its context was altered.
   */
  open(sealed: Sealed, context: string): Promise<Buffer>;
  /**
   * Destroys every key of the scope and of the scopes beneath it (`scope/…`), and returns how many. Takes a little over
   * `sealWindowMs`: see content-keys.ts. Other processes may still open for up to 60 s what they have just opened.
   * Repeating it is harmless.
   */
  destroy(scope: string): Promise<number>;
  /**
   * The first half of a destruction, for whoever must write down what is about to go, or seal anew what has to stay:
   * nothing new is sealed with these keys once it resolves, and they still open.
   * @returns the keys of the scope and beneath it that wait for their destruction
   */
  retire(scope: string): Promise<string[]>;
  /** Destroys exactly these keys, retired or not; returns those that were alive. Repeating it is harmless. */
  destroyKeys(ids: readonly string[]): Promise<string[]>;
  /** Of these keys, those that there are. */
  describe(ids: readonly string[]): Promise<KeyDescription[]>;
  /** Forgets all unwrapped keys in memory (at shutdown). The database stays open: it belongs to the caller. */
  close(): void;
}

export type VaultOptions = {
  db: Database<VaultTables>;
  /** How long a process may seal with a key without asking again whether it still is in use. Default 2 s. */
  sealWindowMs?: number;
  /** Milliseconds since 1970. */
  now?: () => number;
} & ({ keyEncryptionKey: Buffer } | { keys: KeyProvider });

export function openVault(options: VaultOptions): Vault {
  const provider = "keys" in options ? options.keys : localKeyProvider({ current: options.keyEncryptionKey });
  const keys = contentKeys({
    db: options.db,
    provider,
    sealWindowMs: options.sealWindowMs ?? 2_000,
    now: options.now ?? Date.now,
  });
  const sealIn = (scope: string, context: string, bytes: Uint8Array) =>
    keys.toSeal(scope, (key, keyId): Sealed => {
      return { keyId, box: closeBox(key, contentAad(keyId, context), bytes).toString("base64") };
    });
  return {
    async seal(scope, context, plaintext) {
      if (typeof plaintext !== "string") return sealIn(scope, context, plaintext);
      const bytes = Buffer.from(plaintext, "utf8");
      try {
        return await sealIn(scope, context, bytes);
      } finally {
        bytes.fill(0);
      }
    },
    sealEach: (scope, items) =>
      keys.toSeal(scope, (key, keyId) => ({
        keyId,
        boxes: items.map(({ context, plaintext }) => closeBox(key, contentAad(keyId, context), plaintext)),
      })),
    async open({ keyId, box }, context) {
      const bytes = Buffer.from(box, "base64");
      // Base64 has several spellings for the same bytes; only the one we wrote counts as untouched.
      if (bytes.toString("base64") !== box) throw new SealBroken();
      const plaintext = await keys.toOpen(keyId, (key) => openBox(key, contentAad(keyId, context), bytes));
      if (!plaintext) throw new SealBroken();
      return plaintext;
    },
    destroy: async (scope) => (await keys.destroyKeys(await keys.retire(scope))).length,
    retire: (scope) => keys.retire(scope),
    destroyKeys: (ids) => keys.destroyKeys(ids),
    describe: (ids) => keys.describe(ids),
    close: () => keys.forgetAll(),
  };
}

function contentAad(keyId: string, context: string): Buffer {
  return aadOf("liss content", keyId, context);
}
