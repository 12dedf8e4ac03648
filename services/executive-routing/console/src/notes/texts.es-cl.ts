/** Texts of the notes of a session. Part of texts.es-cl.ts. */
export const notes = {
  title: "Notas",
  hint: "Las lee tu equipo, nunca ella. Quedan selladas; nombres y números se tapan solos.",
  none: "Todavía no hay notas.",
  ask_one: "Ver {{count}} nota",
  ask_other: "Ver {{count}} notas",
  failed: "No pudimos traer las notas. Inténtalo de nuevo en un momento.",
  gone: "Esta nota ya no se puede leer.",
  kinds: { handover: "Nota de traspaso", "follow-up": "Para volver a mirar" },
  add: "Agregar nota",
  label: "Nota",
  missing: "Falta escribir la nota.",
  save: "Guardar nota",
  cancel: "Volver",
} as const;
