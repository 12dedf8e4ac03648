export const attention = {
  silence: {
    title: "Dejó de escribir hace {{duration}}, estando en peligro",
    hint: "No se le envía nada por su cuenta: un mensaje puede llegar a manos de él.",
    steps: {
      last: "Relee lo último que escribió y mira la hora.",
      delivered: "Mira si tu mensaje llegó. “Leído” no prueba que lo leyó ella.",
      line: "Mira cómo está el servicio: puede ser un atraso nuestro.",
      call: "Si sabes dónde está y el peligro era ahora, llama a Carabineros (133).",
      supervisor: "Decide con tu supervisora antes de escribirle.",
    },
  },
  overdue: {
    reminder: "Espera tu respuesta hace {{duration}}.",
    supervisor:
      "Espera tu respuesta hace {{duration}}. Tu supervisora ya lo sabe; si sigue así, vuelve a la espera.",
    help: "Si no puedes ahora, traspásala o devuélvela: otra compañera la toma.",
  },
  marks: {
    "third-party": "escribe otra persona",
    minor: "menor de edad",
    "aggressor-probing": "podría ser él",
    returned: "volvió a la espera",
    reopened: "sigue de antes",
    held: "apartada hasta las {{time}}",
    needs: "necesita {{needs}}",
  },
} as const;
