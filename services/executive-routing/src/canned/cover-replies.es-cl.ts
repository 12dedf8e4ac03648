import type { Cover } from "@liss/safety";
import { v5 as uuidv5 } from "uuid";

/** What is typed after `/` for each text of the cover: first words, and those for when it may not be she. */
const names = {
  greeting: "hola",
  waiting: "espera",
  "is-it-a-good-moment": "buen-momento",
  "whose-phone": "de-quien-es",
  "when-to-write": "a-que-hora",
  "back-again": "de-vuelta",
  "how-to-call-you": "como-decirte",
  "not-understood": "no-entendi",
  "somebody-else-asks": "equivocado",
  "wrong-person": "numero-equivocado",
  pause: "pausa",
  goodbye: "despedida",
} as const satisfies Record<keyof Cover["first"] | keyof Cover["neutral"], string>;

/** Any fixed UUID: the same text of the cover has the same id everywhere. */
const idsOfCover = "b0f5a7a4-1f0e-4a55-9d0c-0d5f6a1c7e21";

/**
 * The texts of the cover as canned texts of the team, which nobody changes at the desk: until it is known that she is
 * alone, whoever attends has neutral words at hand. Checked when the cover was loaded. Source: domain.md §3.2.
 */
export function coverReplies({ first, neutral }: Pick<Cover, "first" | "neutral">) {
  const texts = Object.entries({ ...first, ...neutral }) as [keyof typeof names, string][];
  return texts.map(([key, text]) => ({
    id: uuidv5(key, idsOfCover),
    scope: "team" as const,
    name: names[key],
    text,
    betrays: false,
    mayChange: false,
  }));
}
