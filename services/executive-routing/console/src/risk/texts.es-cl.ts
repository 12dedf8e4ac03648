import type { SetRisk } from "@liss/executive-routing/desk-api";
import type { z } from "zod";

/** Texts of the risk that a person decides. */
export const risk = {
  change: "Decidir el riesgo",
  hint: "Lo decides tú, con una razón. Si ella escribe algo más grave, puede volver a subir.",
  to: "Riesgo",
  reason: "Razón",
  reasons: {
    "she-told": "Ella lo contó",
    "by-protocol": "Lo dice el protocolo",
    "signal-was-past": "La señal era de antes",
    "signal-was-mistaken": "La señal se leyó mal",
    "situation-changed": "La situación cambió",
    "third-party-case": "Escribe otra persona por ella",
  } satisfies Record<z.infer<typeof SetRisk>["reason"], string>,
  note: "Nota, si hace falta",
  noteHint: "Solo la lee el equipo; nunca ella. Queda sellada.",
  choose: "Elige…",
  missing: "Falta elegir.",
  save: "Guardar",
  cancel: "Volver",
} as const;
