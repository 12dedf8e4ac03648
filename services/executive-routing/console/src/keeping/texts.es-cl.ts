import type { Block } from "@liss/executive-routing/desk-api";
import type { z } from "zod";

/** Texts of keeping somebody back, of what a session needs, and of blocks. Part of texts.es-cl.ts. */
export const keeping = {
  title: "Supervisión",
  cancel: "Volver",
  hold: {
    action: "Apartar de la espera",
    hint: "Para esperar a quien habla su idioma, o hasta saber qué es. Si aparece peligro, vuelve sola.",
    forHowLong: "¿Por cuánto tiempo?",
    minutes: "{{count}} minutos",
    hours_one: "{{count}} hora",
    hours_other: "{{count}} horas",
    save: "Apartar",
    held: "Apartada hasta las {{time}}. Si aparece peligro, vuelve sola.",
    end: "Devolver a la espera",
    endNamed: "Devolver a la espera a {{codeName}}",
    tooGrave: "Con este riesgo no se aparta: quien puede estar en peligro no espera.",
    list: "Apartadas",
    none: "No hay ninguna apartada.",
  },
  needs: {
    action: "Lo que necesita",
    label: "Idiomas o especialidades",
    hint: "Por coma, como en el equipo: ht, lengua-de-senas. Se ofrece primero a quien los tiene. Vacío, nada.",
    wrong: "Usa palabras en minúsculas, sin espacios ni tildes, separadas por comas; hasta diez.",
    has: "Necesita {{needs}}.",
    save: "Guardar",
  },
  block: {
    action: "Bloquear por abuso…",
    title: "Bloquear a {{codeName}} por un tiempo",
    what: "Mientras dure, lo que escriba en una nueva conversación se recibe y se evalúa, pero no llega a la espera. Si aparece peligro, llega igual.",
    after: "Esta conversación sigue abierta: ciérrala cuando corresponda. No se le avisa nada.",
    why: "Motivo",
    reasons: {
      insults: "Insulta o amenaza al equipo",
      sexual: "Contenido sexual",
      spam: "Publicidad o mensajes en serie",
      joke: "Broma",
    } satisfies Record<z.infer<typeof Block>["reason"], string>,
    forHowLong: "¿Por cuánto tiempo?",
    hours_one: "{{count}} hora",
    hours_other: "{{count}} horas",
    days_one: "{{count}} día",
    days_other: "{{count}} días",
    missing: "Falta elegir el motivo.",
    tooGrave:
      "Con este riesgo solo lo decide una supervisora: quien insulta puede estar en peligro, o ser otra persona con su teléfono.",
    save: "Bloquear",
    done: "Bloqueada hasta el {{until}}. Quedó en el registro.",
  },
} as const;
