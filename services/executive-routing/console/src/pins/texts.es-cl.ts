/** Texts of the messages kept at hand. Part of texts.es-cl.ts. */
export const pins = {
  title: "Destacados",
  empty: "Destaca un mensaje o una nota con su alfiler para tenerlos a mano aquí.",
  pin: { message: "Destacar este mensaje", note: "Destacar esta nota" },
  unpin: "Quitar de los destacados",
  unpinNamed: "Quitar de los destacados: {{text}}",
  pinned: "Destacado",
  remove: "Quitar",
  show: "Ver",
  showNamed: "Ver en la conversación: {{text}}",
  note: "Nota de {{name}}",
  someNote: "Una nota",
  showNoteNamed: "Ver entre las notas: {{text}}",
  gone: "Este mensaje ya no se puede leer.",
} as const;
