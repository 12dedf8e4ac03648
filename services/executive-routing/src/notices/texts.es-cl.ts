import type { ReasonCode } from "@liss/safety";

/**
 * The only words that the service says to her by itself. Neutral: whoever reads them over her shoulder learns nothing.
 * Source: product.md, silent and covert; domain.md §0.1 (133 in every notice out of hours).
 */
export const notices = {
  "out-of-hours": "Hola. Ahora no estamos conectadas; te leemos a la vuelta. Si es urgente, llama al 133.",
  "nobody-here": "Hola. Por ahora no podemos responder por aquí. Si es urgente, llama al 133 o al 149.",
} as const;

/** Every notice out of hours says where urgent help is; the check of words would fear exactly that. */
export const mandated = ["help-number"] as const satisfies readonly ReasonCode[];

export type NoticeKind = keyof typeof notices;
