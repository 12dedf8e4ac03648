/** Texts of the danger over time. Part of texts.es-cl.ts. */
export const signals = {
  title_one: "{{count}} señal o decisión en el tiempo",
  title_other: "{{count}} señales y decisiones en el tiempo",
  bySystem: "la vio el sistema en su mensaje",
  bySystemTimes: "la vio el sistema en {{count}} mensajes; este fue el primero",
  show: "Ver",
  showNamed: "Ver en la conversación: {{indicator}}",
} as const;
