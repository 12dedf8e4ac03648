import type { MessageContent } from "@liss/contracts";

/** What there is to read in a message. */
export type Reading =
  | { is: "readable"; text: string | undefined; needsListening: boolean }
  /** Its key was destroyed or the seal does not open: nobody can say that it was harmless. */
  | { is: "lost" };

export const lost: Reading = { is: "lost" };

/** Her words, whatever the kind of message; and whether something is left that only a person can judge. */
export function readingOf(content: MessageContent): Reading {
  switch (content.kind) {
    case "text":
      return readable(content.text);
    case "choice":
      return readable(content.title);
    case "list":
    case "buttons":
    case "link":
    case "location-request":
      return readable(content.body);
    case "template":
      return readable(content.text);
    case "image":
    case "video":
    case "audio":
    case "voice":
    case "document":
    case "sticker":
      return { is: "readable", text: content.caption, needsListening: true };
    case "location":
      // She may be telling where she is because she cannot write.
      return { is: "readable", text: content.name, needsListening: true };
    case "reaction":
      // A thumb or a heart says little, and says it completely; it is not "a text that nobody understands".
      return { is: "readable", text: undefined, needsListening: false };
    default:
      // Something that WhatsApp sent and nobody here knows how to read.
      return { is: "readable", text: undefined, needsListening: true };
  }
}

function readable(text: string): Reading {
  return { is: "readable", text, needsListening: false };
}
