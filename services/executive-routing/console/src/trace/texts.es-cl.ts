/** Texts of the trace of a conversation, for engineers. Part of texts.es-cl.ts. */
export const trace = {
  ask: "Traza para ingeniería",
  label: "Identificador de la traza",
  hint: "Dáselo a quien revisa el sistema. No dice nada de ella ni de lo conversado.",
  copy: "Copiar",
  copied: "Copiado",
  open: "Ver la traza (se abre aparte)",
} as const;
