import type { TakenBackPolicy } from "@liss/contracts";
import type { FieldName } from "../case/fields.ts";
import type { Schedule } from "../retention/schedule.ts";

/** The words of what is given to her when she asks for her data. */
export const words = {
  title: "Lo que este servicio guarda sobre ti",
  madeAt: (when: string) => `Reunido el ${when}.`,
  facts: "Datos de tu caso",
  plan: "Lo acordado contigo sobre cómo escribirte",
  none: "Nada.",
  she: "Tú",
  service: "Servicio",
  conversation: (from: string, to: string | null) =>
    to === null ? `Conversación abierta el ${from}` : `Conversación del ${from}, cerrada el ${to}`,
  takenBack: "(un mensaje que borraste)",
  notKept: (kind: string) => `(${kind}: su contenido ya no se guarda, o es un archivo)`,
};

export const factWords: Partial<Record<FieldName, string>> = {
  "contact.called": "Cómo quieres que te llamemos",
  "contact.safe-hours": "Horas seguras",
  "contact.unsafe-when": "Cuándo no es seguro",
  "person.age-range": "Rango de edad",
  "person.language": "Idioma",
  "person.disability": "Discapacidad",
  "person.migrant-situation": "Situación migratoria",
  "home.region": "Región",
  "home.commune": "Comuna",
  "home.children": "Niñas y niños",
  "home.lives-with-him": "Si viven juntos",
  "aggressor.relation": "Relación con quien agrede",
  "aggressor.weapons": "Armas",
  "aggressor.uniformed": "Si lleva uniforme",
  "legal.complaint": "Denuncia",
  "legal.measures": "Medidas de protección",
};

/** Changes whenever its words do; a request keeps which one held. */
export const noticeVersion = "2026-11-29";

const takenBack = {
  "keep-sealed": "queda sellado, sin que nadie lo lea, hasta que se destruya la conversación",
  "keep-in-danger":
    "se destruye, o queda sellado sin que nadie lo lea si vimos peligro para ti, hasta que se destruya la conversación",
  destroy: "se destruye",
} as const satisfies Record<TakenBackPolicy, string>;

/** What is said first, in a chat, as this installation keeps things. The full text is docs/aviso-de-privacidad.md, of the same version. */
export function noticeShort({
  contentHours,
  takenBack: policy,
}: Pick<Schedule, "contentHours" | "takenBack">) {
  return {
    version: noticeVersion,
    text:
      `Lo que escribes lo leen solo las personas que te atienden. Se guarda cifrado y se destruye ${contentHours} horas ` +
      "después de cerrar la conversación, salvo que una autoridad ordene conservarlo. Si borras un mensaje para todos, " +
      `desde ese momento nadie lo ve; aquí ${takenBack[policy]}. Tu número lo conoce solo el sistema que envía los ` +
      "mensajes. WhatsApp (Meta) transporta los mensajes y puede guardarlos hasta 30 días: eso no lo podemos borrar. " +
      "Tampoco podemos borrar lo que queda en tu teléfono. Puedes pedir ver, corregir, llevarte, bloquear o borrar tus " +
      "datos, u oponerte a su uso: respondemos en 30 días, y en 2 días hábiles si pides bloquearlos.",
  };
}
