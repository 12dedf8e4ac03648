/** Shown once to whoever sits down here for the first time. */
export const tour = {
  title: "Tu escritorio, en un minuto",
  step: "{{at}} de {{of}}",
  next: "Siguiente",
  back: "Volver",
  skip: "Saltar",
  end: "Empezar",
  again: "Ver el recorrido",
  steps: {
    queue: {
      title: "Quién espera",
      text: "A la izquierda está quien espera, lo más grave arriba. El color, la forma y la palabra dicen lo mismo. «Tomar la siguiente» te da siempre a quien corresponde.",
    },
    ring: {
      title: "Una emergencia suena",
      text: "Cuando suena para ti, aparece al pie de la lista. La tomas con {{take}}. Si no puedes, lo dices con {{pass}} y pasa a otra persona: nadie queda sola.",
    },
    safety: {
      title: "Antes de escribir",
      text: "A la derecha está cómo se le puede escribir sin ponerla en riesgo. Si tus palabras la pueden delatar, te avisamos antes de enviarlas. Lo que escribes a alguien que no está en peligro lo puedes deshacer por unos segundos.",
    },
    robot: {
      title: "El robot, solo si tú lo dices",
      text: "Puedes dejar que responda información general, con {{robot}}. Se ve en una banda mientras atiende, y lo retomas con {{takeBack}}.",
    },
    keys: {
      title: "Sin el mouse",
      text: "Con {{palette}} encuentras todo lo que puedes hacer. Con {{veil}} tapas la pantalla si alguien se acerca. Todas las teclas, y este recorrido, están en «?».",
    },
  },
} as const;
