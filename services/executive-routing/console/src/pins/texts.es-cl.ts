/** Texts of the messages kept at hand. Part of texts.es-cl.ts. */
export const pins = {
  title: "Destacados",
  empty: "Destaca un mensaje con su alfiler para tenerlo a mano aquí.",
  pin: "Destacar este mensaje",
  unpin: "Quitar de los destacados",
  unpinNamed: "Quitar de los destacados: {{text}}",
  pinned: "Destacado",
  remove: "Quitar",
  show: "Ver",
  showNamed: "Ver en la conversación: {{text}}",
  gone: "Este mensaje ya no se puede leer.",
} as const;
