import type { GlassReason } from "./server.ts";

/** To open what is not hers to open, with a reason. */
export const glass = {
  title: "Abrir con un motivo",
  titleOf: "Abrir con un motivo la atención del {{day}}",
  hint: "Esta atención se cerró y no quedó a tu cargo. Puedes leerla si tienes un motivo de trabajo.",
  reason: "Motivo",
  choose: "Elige un motivo",
  reasons: {
    continuity: "Dar continuidad a su atención",
    emergency: "Una emergencia",
    quality: "Revisar la calidad de una atención",
    complaint: "Un reclamo",
    legal: "Un requerimiento legal",
  } satisfies Record<GlassReason, string>,
  happens: "Qué pasa si la abres",
  told: "Se avisa ahora a las supervisoras: que la abriste tú y por qué.",
  recorded: "Queda en el registro con tu nombre y el motivo.",
  readOnly: "Se abre solo para leer.",
  anHour: "Dura una hora. Después hay que dar un motivo otra vez.",
  open: "Abrir y dejar registro",
  cancel: "Mejor no",
  missing: "Elige un motivo para abrirla.",
  band: "La abriste con un motivo: {{reason}}. Solo se lee, hasta las {{time}}. Queda registrado.",
  earlier: {
    title: "Atenciones anteriores",
    ask: "Ver atenciones anteriores",
    hint: "Mirarlas queda en el registro.",
    none: "No hay otras atenciones suyas.",
    failed: "No pudimos traerlas. Prueba otra vez.",
    unclassified: "sin clasificar",
    open: "Abrir",
    withReason: "Abrir con un motivo",
    ofDay: "la del {{day}}",
    blocked: "Bloqueada mientras se resuelve su solicitud.",
  },
} as const;
