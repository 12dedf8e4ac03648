/** Texts of "I know her". Part of texts.es-cl.ts. */
export const knowing = {
  action: "Conozco a esta persona",
  title: "¿Conoces a {{codeName}}?",
  why: "Si la conoces, o conoces a quien la daña, la atiende otra persona. No se pregunta de dónde.",
  what: "Desde ahora no aparece para ti: ni en la espera, ni en tus listas, ni en las búsquedas.",
  back: "Antes vuelve a la espera en el lugar que le corresponde, para que otra la tome. Si está en peligro, mejor traspásala y hazlo después.",
  record: "Queda en el registro. Si fue un error, lo puede deshacer una supervisora.",
  confirm: "Sí, que no aparezca para mí",
  cancel: "Volver",
  givenAgain: "No alcanzamos: volvió a quedar a tu cargo. Traspásala a una compañera y vuelve a intentarlo.",
  done: "{{codeName}} ya no aparece para ti.",
} as const;
