/** Texts of what kind of conversation it is, said before its end. Part of texts.es-cl.ts. */
export const classify = {
  name: "Clasificación",
  none: "sin clasificar",
  action: "Clasificar",
  again: "Cambiar la clasificación",
  question: "¿Qué conversación es?",
  hint: "No la cierra. Al cerrar parte elegida, y la puedes cambiar.",
  choose: "Elige…",
  cancel: "Volver",
  save: "Guardar",
  onlyClassify: "Solo clasificar, sin cerrar",
  before: "La clasificaste antes; cámbiala si resultó distinta.",
} as const;
