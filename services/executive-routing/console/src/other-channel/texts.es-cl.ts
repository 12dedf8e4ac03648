import type { EnterAttention } from "@liss/executive-routing/desk-api";
import type { z } from "zod";

/** Texts of who was attended elsewhere, entered by hand. Part of texts.es-cl.ts. */
export const otherChannel = {
  link: "Atención por otro canal",
  title: "Atención por otro canal",
  hint: "Para que cuente a quien atendiste por teléfono, en persona o por carta. Sin nombres ni relatos: solo por dónde, cuándo y cómo resultó.",
  here: "Anotar otro canal",
  hereTitle: "Otra atención de {{codeName}}",
  hereHint: "Si además la atendiste por teléfono, en persona o por carta. Queda junto a lo demás de ella.",
  channel: "¿Por dónde?",
  channels: {
    phone: "Por teléfono",
    "in-person": "En persona",
    mail: "Por carta o correo",
    "other-service": "En otro servicio",
  } satisfies Record<z.infer<typeof EnterAttention>["channel"], string>,
  day: "Día",
  time: "Hora",
  classification: "¿Cómo resultó?",
  choose: "Elige…",
  missing: "Falta elegir.",
  dayMissing: "Falta el día.",
  timeWrong: "Escribe la hora como 21:04.",
  notYet: "Esa hora todavía no llega.",
  save: "Anotar",
  saved: "Quedó anotada. Puedes anotar otra.",
} as const;
