import type { BetrayalCode } from "../rules/lexicon.ts";

export const planCodes = ["word-to-avoid", "real-name", "agreed-word", "outside-hours"] as const;
export type PlanCode = (typeof planCodes)[number];

export const piiCodes = ["rut", "phone", "email", "address"] as const;
export type PiiCode = (typeof piiCodes)[number];

export type ReasonCode = BetrayalCode | PlanCode | PiiCode;

/** What whoever writes reads beside the words that are marked. */
export const reasonSentences = {
  institution:
    "Nombra a la institución o a uno de sus programas: quien mire el teléfono sabría con quién habla.",
  "help-number": "Lleva un número de ayuda o de emergencia: delata para qué escribe.",
  police: "Menciona a la policía o que alguien vaya a su casa: delata que pidió ayuda.",
  justice: "Habla de denuncias, tribunales o medidas: delata que hay algo contra él.",
  violence: "Habla de violencia, golpes o malos tratos.",
  injury: "Habla de lesiones o de cómo constatarlas.",
  threat: "Habla de amenazas, armas o peligro de muerte.",
  "sexual-violence": "Habla de violencia sexual.",
  aggressor: "Señala a alguien como agresor.",
  "about-him": "Habla de él o pregunta por él: si la lee, sabrá que ella contó algo.",
  alone: "Pregunta si está sola o quién está cerca: delata que la conversación se esconde de alguien.",
  safety: "Habla de peligro, riesgo, miedo o de ponerse a salvo.",
  escape: "Habla de irse, escapar, refugiarse o de preparar la salida.",
  hiding: "Pide borrar, esconder o disimular algo.",
  evidence: "Pide guardar pruebas o registros de lo que pasó.",
  professionals: "Ofrece o menciona atención legal, psicológica o social: delata que hay un caso.",
  case: "Habla de un caso, una derivación, una ficha o una atención.",
  containment: "Son palabras de acogida ante la violencia: se entiende lo que ella contó.",
  children: "Habla de proteger o de quitarle a los hijos, o de lo que han visto.",
  suicide: "Habla de morir o de hacerse daño.",
  code: "Acuerda o menciona una clave, una señal o respuestas de sí o no.",
  "other-language": "Dice en otro idioma algo que delata.",
  "taken-together": "Cada palabra sola dice poco; juntas dejan ver de qué se trata.",
  "word-to-avoid": "Ella pidió que esta palabra no se use.",
  "real-name": "Es su nombre real: ella pidió que se le escriba con otro.",
  "agreed-word": "Es una palabra acordada con ella: no se escribe nunca, ni para preguntarla.",
  "outside-hours": "Propone escribirle a una hora en que ella pidió que no se le escriba.",
  rut: "Parece un RUT.",
  phone: "Parece un número de teléfono.",
  email: "Parece un correo electrónico.",
  address: "Parece una dirección.",
} as const satisfies Record<ReasonCode, string>;
