import { MessageContent, messageContext, type Sealed } from "@liss/contracts";
import { Transient } from "@liss/messaging";
import { KeyDestroyed, KeyUnavailable, SealBroken, type Vault } from "@liss/vault";
import { lost, type Reading, readingOf } from "../assess/reading.ts";

export type Opened = { reading: Reading; problem?: "key-destroyed" | "seal-broken" | "not-a-message" };

/**
 * What there is to read in a message. Never fails because of the message itself: what cannot be opened is
 * `lost`, which counts as high.
 * @throws Transient while the key-encryption key is not at hand: nothing is wrong with the message.
 */
export async function openContent(vault: Vault, messageId: string, sealed: Sealed): Promise<Opened> {
  let plaintext: Buffer;
  try {
    plaintext = await vault.open(sealed, messageContext(messageId));
  } catch (error) {
    if (error instanceof KeyDestroyed) return { reading: lost, problem: "key-destroyed" };
    if (error instanceof SealBroken) return { reading: lost, problem: "seal-broken" };
    if (error instanceof KeyUnavailable) throw new Transient("the key-encryption key is not at hand");
    throw error;
  }
  try {
    return { reading: readingOf(MessageContent.parse(JSON.parse(plaintext.toString("utf8")))) };
  } catch {
    return { reading: lost, problem: "not-a-message" };
  } finally {
    plaintext.fill(0);
  }
}

/** The texts of messages around another; those that cannot be read are left out. */
export async function textsOf(
  vault: Vault,
  messages: readonly { id: string; content: Sealed }[],
): Promise<string[]> {
  const opened = await Promise.all(messages.map(({ id, content }) => openContent(vault, id, content)));
  return opened.flatMap(({ reading }) => (reading.is === "readable" && reading.text ? [reading.text] : []));
}
