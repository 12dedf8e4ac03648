import { fit } from "@liss/classifier";
import { plainWords, soundOf } from "../language/words.ts";
import { allBuckets, bucketsOf, kindsOf } from "../signals/word-features.ts";
import { textRows } from "./text-rows.ts";

export type Lesson = {
  text: string;
  danger: boolean;
  /** Lessons of one construction stay together when some are set aside to measure. */
  template: string;
};

/** How it learns. Tried on lessons that were set aside; more rounds or a steeper pace learn by heart. */
const pace = { rounds: 12, rate: 0.25, decay: 2e-6 } as const;

/** Which texts are of danger: logistic regression over their features. */
export function trainDanger(
  lessons: readonly Pick<Lesson, "text" | "danger">[],
  seed: number,
): { bias: number; weights: Float32Array } {
  const texts = lessons.map(({ text }) => kindsOf(bucketsOf(plainWords(text).map(soundOf))));
  const targets = Uint8Array.from(lessons, ({ danger }) => (danger ? 1 : 0));
  const { bias, weights } = fit(textRows(texts, allBuckets), targets, {
    classes: 1,
    kind: "alone",
    ...pace,
    seed,
  });
  return { bias: bias[0] as number, weights };
}
