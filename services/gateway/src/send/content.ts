import { type ContentProblem, contentProblems, messageContext, OutgoingContent } from "@liss/contracts";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import { sealedFrom } from "../database/sealed-columns.ts";
import type { Candidate } from "./queue.ts";

export type OpenedContent =
  | { content: OutgoingContent }
  | { refused: "content-unreadable" }
  /** WhatsApp would not take it: the field, and the limit that it breaks. */
  | { refused: "content-not-sendable"; problem: ContentProblem };

/** What is to be said, if it can be opened and is within WhatsApp's limits. */
export async function contentOf(vault: Vault, message: Candidate): Promise<OpenedContent> {
  let json: unknown;
  try {
    const sealed = sealedFrom(message.keyId, message.box);
    const plaintext = await vault.open(sealed, messageContext(message.messageId));
    json = JSON.parse(plaintext.toString("utf8"));
  } catch (error) {
    const isLost =
      error instanceof KeyDestroyed || error instanceof SealBroken || error instanceof SyntaxError;
    if (isLost) return { refused: "content-unreadable" };
    throw error;
  }
  const content = OutgoingContent.safeParse(json);
  const [problem] = contentProblems(json);
  if (!content.success) {
    return {
      refused: "content-not-sendable",
      problem: problem ?? { field: "content", limit: "not valid" },
    };
  }
  if (content.data.kind !== message.kind) {
    return { refused: "content-not-sendable", problem: { field: "kind", limit: `one of ${message.kind}` } };
  }
  return { content: content.data };
}
