/** Texts of her number, shown for a moment. */
export const number = {
  open: "Ver su número",
  why: "¿Para qué lo necesitas?",
  purposes: {
    "emergency-services": "Para mandarle ayuda",
    "agreed-call": "Para una llamada acordada con ella",
    "court-order": "Por orden de un tribunal",
  },
  warning: "Queda en el registro que lo viste y para qué. No la llames sin haberlo acordado.",
  show: "Mostrar",
  cancel: "Volver",
  leaves: "Se tapa en {{seconds}} s",
  cover: "Tapar ahora",
};
