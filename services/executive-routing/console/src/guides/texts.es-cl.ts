/** Texts around the cards; their own words are content of the service. Part of texts.es-cl.ts. */
export const guides = {
  title: "Guías",
  hint: "Paso a paso, para lo que no es de todos los días.",
  of: "Texto vigente desde el {{date}}",
  phone: "¿De quién es el teléfono?",
  phones: {
    android: "Android, solo de ella",
    iphone: "iPhone, solo de ella",
    shared: "Lo usan más personas",
    unknown: "No se sabe",
  },
  use: "Poner en el mensaje",
  useNamed: "Poner en el mensaje: {{text}}",
  used: "Quedó en el mensaje. Míralo antes de enviarlo.",
  done: "Lo acordamos",
  cannot: "Lo que no se puede deshacer",
  save: "Anotar lo acordado",
  saved: "Quedó anotado en el registro, sin lo que se escribió.",
};
