import { type Reason, reasonOf } from "./reason.ts";
import type { PiiCode } from "./reasons.es-cl.ts";

const street =
  "(?:calle|av|avda|avenida|pasaje|psje|pje|camino|ruta|villa|poblacion|población|block|condominio|parcela|diagonal|costanera)";
const name = "[\\p{L}'.]{1,20}";

/** What each looks like. Every repetition is bounded, so that the time is proportional to the text. */
const shapes: readonly [PiiCode, RegExp][] = [
  ["rut", /(?<![\d.])\d{1,2}\.\d{3}\.\d{3} ?[-–] ?[\dkK](?![\p{L}\d])/gu],
  ["rut", /(?<![\d.-])\d{7,8} ?[-–] ?[\dkK](?![\p{L}\d-])/gu],
  ["rut", /(?<=\b(?:rut|run|r\.u\.t\.?)\s{0,2}:?\s{0,2})\d{1,2}\.?\d{3}\.?\d{3}[-–]?[\dkK]?/giu],
  ["phone", /(?<![\d+])(?:\+|00)?56[ .-]?[29][ .-]?\d(?:[ .-]?\d){7}(?!\d)/gu],
  ["phone", /(?<![\d+.,$])9[ .-]?\d(?:[ .-]?\d){7}(?!\d)/gu],
  ["phone", /(?<![\d+.,$])\(?[2-7]\d?\)?[ .-]2[ .-]?\d{3}[ .-]?\d{3,4}(?!\d)/gu],
  ["phone", /\+\d{1,3}(?:[ .-]?\d){8,11}(?!\d)/gu],
  ["email", /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,4}/gu],
  [
    "email",
    /(?<![\w.+-])[\w.+-]{2,64} ?(?:\(at\)|\[at\]|\barroba\b) ?[\w-]{2,63} ?(?:\.|\bpunto\b) ?(?:cl|com|net|org|es)\b/giu,
  ],
  [
    "address",
    new RegExp(
      `(?<!\\p{L})${street}\\.? (?:${name} ){0,5}?${name},? (?:n[°º]?\\.? ?|#|numero |número )?\\d{1,5}(?!\\d)`,
      "giu",
    ),
  ],
  [
    "address",
    new RegExp(
      `(?<=(?:vive|vivo|dirección|direccion|domicilio)(?: es)?(?: en|:)?:? (?!en |es ))(?:${name} ){0,5}?${name},? (?:n[°º]?\\.? ?|#)?\\d{1,5}(?!\\d)`,
      "giu",
    ),
  ],
  [
    "address",
    /(?<!\p{L})(?:depto|dpto|departamento|block|torre|casa)\.? (?:n[°º]?\.? ?|#)?\d{1,4}[a-z]?(?!\p{L}|\d)/giu,
  ],
];

/**
 * What would identify somebody, at the moment of writing it: in notes and canned texts it does not belong.
 * Source: domain.md §3.7.
 */
export function piiIn(text: string): Reason[] {
  const taken: { start: number; end: number }[] = [];
  return shapes.flatMap(([code, shape]) =>
    [...text.matchAll(shape)].flatMap((match) => {
      const place = { start: match.index, end: match.index + match[0].length };
      if (taken.some((other) => place.start < other.end && other.start < place.end)) return [];
      taken.push(place);
      return [reasonOf(text, code, place)];
    }),
  );
}
