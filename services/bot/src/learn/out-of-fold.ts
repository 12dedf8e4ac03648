import { evenNumbers } from "@liss/classifier";
import { dangerFrom, likelihoodOf, partsOf } from "../signals/learned.ts";
import { learnDanger } from "./learn-danger.ts";
import { lessonsFrom, type Saying } from "./lessons.ts";
import type { Lesson } from "./train-danger.ts";

export const folds = 5;

/** A lesson that was set aside, and how sure weights that never saw its template are that it is danger. */
export type Judged = Lesson & { as: Saying["as"] | "mixed"; whole: number; part: number };

/** Every lesson judged by weights that learned from other templates only. */
export function outOfFold(sayings: readonly Saying[], seed: number): Judged[] {
  return Array.from({ length: folds }, (_, fold) => {
    const random = evenNumbers(seed + fold);
    const isAside = ({ template }: Saying) => foldOf(template) === fold;
    const learned = learnDanger(
      sayings.filter((saying) => !isAside(saying)),
      seed + fold,
    );
    const aside = sayings.filter(isAside);
    const mixed = lessonsFrom(aside, random).slice(aside.length);
    return [...aside, ...mixed.map((lesson) => ({ ...lesson, as: "mixed" as const }))].map((lesson) => {
      const [whole = 0, ...parts] = partsOf(lesson.text).map((part) => likelihoodOf(learned, part));
      return { ...lesson, whole, part: Math.max(0, ...parts) };
    });
  }).flat();
}

/** Whether it would step back, at the thresholds of the service unless others are tried. */
export const isHeard = ({ whole, part }: Judged, from: { message: number; part: number } = dangerFrom) =>
  whole >= from.message || part >= from.part;

/** A template is always in the same fold. */
export function foldOf(template: string): number {
  let hash = 7;
  for (const letter of template) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return hash % folds;
}
