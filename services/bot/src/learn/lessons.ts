import { z } from "zod";
import type { Lesson } from "./train-danger.ts";

/** A labelled message or conversation of the triage corpus, as far as it teaches something here. */
export const TriageRow = z.object({
  template: z.string(),
  text: z.string().optional(),
  messages: z.array(z.object({ text: z.string() })).optional(),
  tier: z.string(),
  indicators: z.array(z.string()).default([]),
});
export type TriageRow = z.infer<typeof TriageRow>;

/** Something that is said, and where it comes from. */
export type Saying = Lesson & {
  /** `question`: what is asked of the robot. `beside`: a sentence, short enough to stand beside a question. */
  as: "question" | "beside" | "whole";
};

/** Indicators with which a conversation is not the robot's, whatever its tier. Source: domain.md §2. */
const heavy = new Set(
  (
    "miedo_victima suicidio_victima violencia_fisica agresor_presente agresor_en_camino encierro arma_fuego arma_blanca " +
    "arma_otra amenaza_muerte estrangulamiento lesion_grave violencia_sexual embarazo acecho_hostigamiento escalada " +
    "incumplimiento_medida violencia_hijos amenaza_hijos destruccion_bienes_mascotas suicidio_agresor agresion_en_curso"
  ).split(" "),
);

const shortEnough = 120;

/** A message of triage as a saying; none when its label says nothing of danger (distress, words that hurt). */
export function sayingOf(row: TriageRow): Saying[] {
  const text = row.text ?? (row.messages ?? []).map((message) => message.text).join(". ");
  const danger = isDanger(row);
  if (!danger && row.tier === "support") return [];
  const isAside = text.length < shortEnough && (danger || row.tier !== "unrelated");
  return [{ text, danger, template: row.template, as: isAside ? "beside" : "whole" }];
}

function isDanger({ tier, indicators }: TriageRow): boolean {
  if (tier === "imminent" || tier === "high") return true;
  return tier === "support" && indicators.some((indicator) => heavy.has(indicator));
}

/** Times that a sentence is put beside a question, so that the question does not hide it, nor make it danger. */
const times = { danger: 2, calm: 2 };
/** Two calm questions in one message. */
const doubleQuestions = 900;
const between = [", ", " ", ". ", ", es que ", " y ", " pero ", " coma ", "\n"];

/** What is said, and what is said beside a question. */
export function lessonsFrom(sayings: readonly Saying[], random: () => number): Lesson[] {
  const pick = <Item>(from: readonly Item[]) => from[Math.floor(random() * from.length)];
  const questions = sayings.filter(({ as }) => as === "question");
  const together = (a: Saying, b: Saying | undefined): Lesson[] => {
    if (!b) return [];
    const [one, two] = random() < 0.5 ? [a, b] : [b, a];
    return [{ text: `${one.text}${pick(between)}${two.text}`, danger: a.danger, template: a.template }];
  };
  const beside = sayings
    .filter(({ as }) => as === "beside")
    .flatMap((saying) => Array.from({ length: saying.danger ? times.danger : times.calm }, () => saying))
    .flatMap((saying) => together(saying, pick(questions)));
  const doubled = Array.from({ length: questions.length === 0 ? 0 : doubleQuestions }, () =>
    pick(questions),
  ).flatMap((question) => (question ? together(question, pick(questions)) : []));
  return [...sayings, ...beside, ...doubled];
}
