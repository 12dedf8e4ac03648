import { fit } from "@liss/classifier";
import { type LearnedTopics, topicBuckets, topicFeatures } from "../search/learned-topics.ts";
import { textRows } from "./text-rows.ts";

/** A question, and the topics that answer it. */
export type TopicLesson = { text: string; topics: readonly string[] };

const pace = { rounds: 14, rate: 0.25, decay: 1e-5 } as const;

/** Which topics answer a question: logistic regression over its features, of which one topic is right or one of several. */
export function trainTopics(lessons: readonly TopicLesson[], seed: number): LearnedTopics {
  const topics = [...new Set(lessons.flatMap((lesson) => lesson.topics))].sort();
  const rows = textRows(
    lessons.map(({ text }) => topicFeatures(text)),
    topicBuckets,
  );
  const targets = Uint8Array.from(
    lessons.flatMap((lesson) => topics.map((topic) => (lesson.topics.includes(topic) ? 1 : 0))),
  );
  const { bias, weights } = fit(rows, targets, { classes: topics.length, kind: "together", ...pace, seed });
  return { topics, bias, weights };
}
