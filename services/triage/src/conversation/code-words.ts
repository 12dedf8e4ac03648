import {
  AgreedCodeWord,
  CodeWordAgreed,
  type CodeWordEffect,
  codeWordContext,
  type EventOf,
  type Sealed,
} from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { type Handler, on, Permanent, Transient } from "@liss/messaging";
import { KeyDestroyed, KeyUnavailable, SealBroken, type Vault } from "@liss/vault";
import type { PersonalCode } from "../assess/personal-codes.ts";
import type { TriageTables } from "../database/tables.ts";

/** Keeps a word agreed with her, sealed as it came. Events may come twice or in any order: the latest fact stands. */
export function onCodeWordAgreed(): Handler<TriageTables> {
  return on<typeof CodeWordAgreed, TriageTables>(CodeWordAgreed, async ({ contactId, ...event }, { tx }) => {
    if (!contactId) throw new Permanent(`code word ${event.data.codeWordId} names no contact`);
    await keep(tx, contactId, event);
  });
}

async function keep(
  tx: Transaction<TriageTables>,
  contactId: string,
  { data, occurredAt }: Pick<EventOf<typeof CodeWordAgreed>, "data" | "occurredAt">,
): Promise<void> {
  const kept = {
    contact_id: contactId,
    effect: data.effect,
    key_id: data.agreed?.keyId ?? null,
    box: data.agreed ? Buffer.from(data.agreed.box, "base64") : null,
    agreed_at: new Date(occurredAt),
  };
  await tx
    .insertInto("code_words")
    .values({ id: data.codeWordId, ...kept })
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet(kept)
        .where("code_words.agreed_at", "<", kept.agreed_at)
        .where("code_words.contact_id", "=", contactId),
    )
    .execute();
}

/** A word agreed with her, as it is kept. */
export type SealedCodeWord = { id: string; effect: CodeWordEffect; sealed: Sealed };

/**
 * The words agreed with her that count. One whose key was destroyed, or that is no word, counts no more: her messages
 * are read without it.
 * @throws Transient while the key-encryption key is not at hand.
 */
export async function openCodeWords(vault: Vault, words: readonly SealedCodeWord[]): Promise<PersonalCode[]> {
  const opened = await Promise.all(
    words.map(async ({ id, effect, sealed }) => {
      const agreed = await open(vault, id, sealed);
      return agreed ? [{ ...agreed, effect }] : [];
    }),
  );
  return opened.flat();
}

async function open(vault: Vault, id: string, sealed: Sealed): Promise<AgreedCodeWord | undefined> {
  try {
    const plaintext = await vault.open(sealed, codeWordContext(id));
    return AgreedCodeWord.safeParse(JSON.parse(plaintext.toString("utf8"))).data;
  } catch (error) {
    if (error instanceof KeyUnavailable) throw new Transient("the key-encryption key is not at hand");
    if (error instanceof KeyDestroyed || error instanceof SealBroken || error instanceof SyntaxError)
      return undefined;
    throw error;
  }
}
