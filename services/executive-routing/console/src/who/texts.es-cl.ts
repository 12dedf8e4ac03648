import type { SessionCard } from "@liss/executive-routing/desk-api";

type ContactMark = SessionCard["marks"][number];

/** Texts of who is probably writing. Part of texts.es-cl.ts. */
export const who = {
  title: "¿Quién escribe?",
  hint: "Márcalo si no parece ser ella. Lo ve tu equipo, nunca ella.",
  seen: "Lo marcó quien atiende.",
  none: "Nadie ha marcado nada.",
  names: {
    "aggressor-probing": "Podría ser él",
    minor: "Es menor de edad",
    "third-party": "Otra persona escribe por ella",
  } satisfies Record<ContactMark, string>,
  means: {
    "aggressor-probing":
      "No repitas nada de lo conversado, ni confirmes que ella escribió. El robot no atiende.",
    minor: "Consulta con tu supervisora antes de derivar.",
    "third-party": "No le cuentes si ella ha escrito antes.",
  } satisfies Record<ContactMark, string>,
  guide: "Guía: {{title}}",
} as const;
