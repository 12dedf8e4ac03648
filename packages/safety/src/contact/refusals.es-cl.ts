export const contactRefusals = [
  "never-write",
  "she-said-goodbye",
  "would-write-first",
  "no-hours-agreed",
  "outside-hours",
  "no-notices",
  "no-media",
  "phone-read-by-others",
  "no-media-on-a-shared-phone",
  "another-language",
] as const;
export type ContactRefusal = (typeof contactRefusals)[number];

/** What whoever wanted to send reads. */
export const contactRefusalSentences = {
  "never-write": "Ella pidió que no se le escriba.",
  "she-said-goodbye":
    "Ella se despidió, o usó su palabra de auxilio: no se le escribe hasta que vuelva a escribir.",
  "would-write-first":
    "Pasó demasiado tiempo desde su último mensaje: esto sería escribirle primero, y su plan no lo permite.",
  "no-hours-agreed":
    "Se le puede escribir primero, pero aún no dijo en qué horas: pregúntaselo cuando vuelva a escribir.",
  "outside-hours": "Está fuera de las horas en que ella aceptó recibir mensajes.",
  "no-notices": "Su plan no admite avisos, recordatorios, encuestas ni plantillas.",
  "no-media": "Su plan no admite fotos, audios ni archivos.",
  "phone-read-by-others": "Otra persona lee este teléfono: solo puede escribirle una ejecutiva.",
  "no-media-on-a-shared-phone": "Otra persona lee este teléfono: no se envían archivos.",
  "another-language": "Esta plantilla no está en el idioma de ella.",
} as const satisfies Record<ContactRefusal, string>;
