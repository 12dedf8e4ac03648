import { z } from "zod";
import type { Lesson } from "./train-danger.ts";

/** A labelled message or conversation of the triage corpus, as far as it teaches something here. */
export const TriageRow = z.object({
  text: z.string().optional(),
  messages: z.array(z.object({ text: z.string() })).optional(),
  tier: z.string(),
  indicators: z.array(z.string()).default([]),
});
export type TriageRow = z.infer<typeof TriageRow>;

export type Sources = {
  /** Written for this: what a woman in danger says beside her question, and what a calm one says. */
  danger: readonly string[];
  calm: readonly string[];
  /** Ways to ask for a person. */
  person: readonly string[];
  /** Questions of the content, all of them calm. */
  questions: readonly string[];
  triage: readonly TriageRow[];
};

/** Indicators with which a conversation is not the robot's, whatever its tier. Source: domain.md §2. */
const heavy = new Set(
  (
    "miedo_victima suicidio_victima violencia_fisica agresor_presente agresor_en_camino encierro arma_fuego arma_blanca " +
    "arma_otra amenaza_muerte estrangulamiento lesion_grave violencia_sexual embarazo acecho_hostigamiento escalada " +
    "incumplimiento_medida violencia_hijos amenaza_hijos destruccion_bienes_mascotas suicidio_agresor agresion_en_curso"
  ).split(" "),
);

/** Times that a sentence of danger is put beside a calm question, so that the question does not hide it. */
const mixedTimes = 3;
/** Calm sentences beside calm questions: a long message is not danger. */
const calmMixed = 1_200;
const shortEnough = 120;

export function lessonsFrom(sources: Sources, random: () => number): Lesson[] {
  const { danger, calm, person, questions, triage } = sources;
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? "";
  const beside = (text: string) =>
    random() < 0.5 ? `${text}, ${pick(questions)}` : `${pick(questions)} ${text}`;
  const told = triage.map((row) => ({
    ...row,
    told: row.text ?? (row.messages ?? []).map(({ text }) => text).join(". "),
  }));
  const inDanger = told.filter(isDanger).map((row) => row.told);
  const calmTold = told.filter((row) => !isDanger(row) && row.tier !== "support").map((row) => row.told);
  const mixed = [
    ...Array.from({ length: mixedTimes }, () => danger).flat(),
    ...inDanger.filter((text) => text.length < shortEnough),
  ].map(beside);
  const long = Array.from({ length: calmMixed }, () =>
    random() < 0.6 ? beside(pick(calm)) : `${pick(calm)}, ${pick(calm)}, ${pick(questions)}`,
  );
  return [
    ...[...danger, ...person, ...inDanger, ...mixed].map((text) => ({ text, danger: true })),
    ...[...calm, ...questions, ...calmTold, ...long].map((text) => ({ text, danger: false })),
  ];
}

function isDanger({ tier, indicators }: TriageRow): boolean {
  if (tier === "imminent" || tier === "high") return true;
  return tier === "support" && indicators.some((indicator) => heavy.has(indicator));
}
