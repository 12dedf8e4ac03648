import type { EndWall, LiftBlock } from "@liss/executive-routing/desk-api";
import type { z } from "zod";

/** Texts of conflicts of interest and blocks, as a supervisor sees and ends them. Part of texts.es-cl.ts. */
export const keptAway = {
  why: "Motivo",
  missing: "Falta elegir el motivo.",
  cancel: "Volver",
  gone: "Ya no está: alguien lo hizo antes, o cambió mientras mirabas.",
  walls: {
    title: "Conflictos de interés",
    hint: "Quién dijo que conoce a quien escribe. Mientras esté aquí, esa persona no la ve en ninguna parte. Ninguna ve los suyos: si fue un error, lo deshace otra supervisora.",
    none: "Nadie ha declarado conocer a quien escribe.",
    columns: { person: "Quién declaró", contact: "A quién conoce", since: "Desde" },
    end: "Ya no",
    endOf: "Ya no: {{name}} puede volver a atender a {{codeName}}",
    endTitle: "¿{{name}} puede volver a atender a {{codeName}}?",
    what: "Volverá a verla en la espera, en las búsquedas y en sus listas. Habla antes con {{name}}: si todavía la conoce, o conoce a quien la daña, mejor déjalo como está.",
    reasons: {
      mistaken: "Fue un error: no la conoce",
      "tie-ended": "Ya no hay vínculo",
      reviewed: "Se revisó el caso y puede atenderla",
    } satisfies Record<z.infer<typeof EndWall>["reason"], string>,
    save: "Sí, que pueda atenderla",
    done: "{{name}} puede volver a atender a {{codeName}}. Quedó en el registro.",
  },
  blocks: {
    title: "Bloqueadas",
    none: "No hay ninguna bloqueada.",
    until: "hasta el {{until}}",
    by: "{{reason}} · la bloqueó {{name}} el {{since}}",
    lift: "Levantar",
    liftOf: "Levantar el bloqueo de {{codeName}}",
    liftTitle: "¿Levantar el bloqueo de {{codeName}}?",
    what: "Lo que escriba llega de nuevo a la espera, y si ya había escrito, espera desde ahora. No se le avisa nada.",
    reasons: {
      mistaken: "Fue un error",
      enough: "Ya no hace falta",
      "perhaps-in-danger": "Puede estar en peligro",
    } satisfies Record<z.infer<typeof LiftBlock>["reason"], string>,
    save: "Levantar el bloqueo",
    done: "{{codeName}} ya no está bloqueada. Quedó en el registro.",
  },
} as const;
