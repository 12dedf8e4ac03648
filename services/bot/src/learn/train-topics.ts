import { type LearnedTopics, likelihoods, topicBuckets, topicFeatures } from "../search/learned-topics.ts";
import { shuffle } from "./train-danger.ts";

/** A question, and the topics that answer it. */
export type TopicLesson = { text: string; topics: readonly string[] };

const pace = { passes: 14, step: 0.25, decay: 1e-5, bias: 0.05 };
const seenAtLeast = 2;

/**
 * Which topics answer a question: logistic regression over the same features as danger, of which one topic is right or
 * one of several, by AdaGrad. The same lessons give the same weights.
 */
export function trainTopics(lessons: readonly TopicLesson[], random: () => number): LearnedTopics {
  const topics = [...new Set(lessons.flatMap((lesson) => lesson.topics))].sort();
  const rows = lessons.map((lesson) => ({
    kinds: topicFeatures(lesson.text),
    right: lesson.topics.map((topic) => topics.indexOf(topic)),
  }));
  const seen = new Uint16Array(topicBuckets);
  for (const { kinds } of rows)
    for (const kind of kinds) for (const bucket of kind) seen[bucket] = (seen[bucket] ?? 0) + 1;
  const count = topics.length;
  const weights = new Float32Array(topicBuckets * count);
  const squares = new Float32Array(weights.length).fill(1e-2);
  const bias = new Float32Array(count);
  const errors = new Float32Array(count);
  for (let pass = 0; pass < pace.passes; pass += 1) {
    shuffle(rows, random);
    for (const { kinds, right } of rows) {
      errors.set(bias);
      const known = kinds.map((kind) => kind.filter((bucket) => (seen[bucket] ?? 0) >= seenAtLeast));
      const scales = kinds.map((kind) => 1 / Math.sqrt(Math.max(kind.length, 1)));
      for (const [at, kind] of known.entries())
        for (const bucket of kind)
          for (let topic = 0; topic < count; topic += 1)
            errors[topic] =
              (errors[topic] as number) +
              (weights[bucket * count + topic] as number) * (scales[at] as number);
      const likely = likelihoods(errors);
      const possible = right.reduce((sum, topic) => sum + (likely[topic] ?? 0), 0);
      for (let topic = 0; topic < count; topic += 1) {
        const wanted = right.includes(topic) ? (likely[topic] as number) / Math.max(possible, 1e-9) : 0;
        errors[topic] = (likely[topic] as number) - wanted;
        bias[topic] = (bias[topic] as number) - pace.bias * (errors[topic] as number);
      }
      for (const [at, kind] of known.entries()) {
        for (const bucket of kind) {
          for (let topic = 0; topic < count; topic += 1) {
            const place = bucket * count + topic;
            const weight = weights[place] as number;
            const slope = (errors[topic] as number) * (scales[at] as number) + pace.decay * weight;
            const square = (squares[place] as number) + slope * slope;
            squares[place] = square;
            weights[place] = weight - (pace.step * slope) / Math.sqrt(square);
          }
        }
      }
    }
  }
  return { topics, bias, weights };
}
