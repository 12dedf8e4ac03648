/** Texts of what rings. Nothing in them says why somebody writes. */
export const rings = {
  region: "Te llaman",
  offer: {
    title: "Te llaman: {{codeName}}",
    hint: "Suena para ti. Si no puedes, suena para otra compañera.",
  },
  everybody: {
    title: "Nadie ha tomado a {{codeName}}",
    hint: "Suena para todas. La primera que la tome queda a cargo.",
  },
  transfer: {
    title: "{{name}} te pide seguir con {{codeName}}",
    hint: "Mientras no respondas, nada cambia para ella.",
  },
  colleague: "Una compañera",
  take: "Tomar",
  pass: "Ahora no",
  passAll: "Silenciar",
  readNote: "Leer su nota",
  noteLoading: "Abriendo…",
  noteGone: "La nota ya no se puede leer.",
  noteFailed: "No pudimos abrir la nota. Intenta de nuevo.",
  more_one: "Y {{count}} más después de esta.",
  more_other: "Y {{count}} más después de esta.",
  seconds: "{{count}} s",
  left: "Quedan {{count}} segundos",
  quiet: "Modo silencioso: no suena",
  announce: {
    offer: "Te llaman: {{codeName}}",
    everybody: "Suena para todas: {{codeName}}",
    transfer: "Una compañera te pide seguir con {{codeName}}",
  },
  outsideTitle: "Liss",
  outside: "Te esperan en tu escritorio.",
  states: {
    you: "suena para ti",
    one: "suena para una compañera",
    named: "suena para {{name}}",
    everybody: "suena para todas",
    "on-call": "se llamó al turno de llamada",
    soon: "empieza a sonar",
  },
} as const;
