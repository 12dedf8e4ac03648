import { createHmac, hkdfSync } from "node:crypto";

/** Long enough that no two words of a conversation share one, too short to be of use elsewhere (bytes). */
const length = 12;

export type WordMarks = {
  /** A mark for each word. The same word of another contact has another, so that nobody can count words across women. */
  of(contactId: string, words: readonly string[]): Buffer[];
};

/** Marks of words, made with a key that is only for this. Source: docs/adr/0019. */
export function wordMarks(secret: string): WordMarks {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "liss word marks", 32));
  return {
    of: (contactId, words) => {
      const hers = createHmac("sha256", key).update(contactId).digest();
      return words.map((word) => createHmac("sha256", hers).update(word).digest().subarray(0, length));
    },
  };
}
