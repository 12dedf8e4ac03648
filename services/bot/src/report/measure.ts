import { z } from "zod";
import { type Answer, answerOnce } from "../flow/answer-once.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";

/** A written question with what the robot should do. `menu` is satisfied by a person too: both are no wrong answer. */
export const Question = z.object({
  id: z.string(),
  template: z.string().optional(),
  text: z.string(),
  topics: z.array(z.string()).optional().describe("What is delegated; every topic when absent"),
  expect: z.object({
    outcome: z.enum(["answer", "menu", "person"]),
    topics: z.array(z.string()).default([]).describe("Right ones, the best first"),
  }),
  note: z.string().optional(),
});
export type Question = z.infer<typeof Question>;

export type Treated = { question: Question; answer: Answer };

export type Figures = {
  questions: number;
  answerable: number;
  /** Of the answerable: the first article is of a right topic. */
  top1: number;
  /** Of the answerable: a right topic is answered or offered. */
  top3: number;
  /** Of the answerable: a right topic is answered, offered, or told to the person who takes over. */
  top3WhoeverAnswers: number;
  /** Of the answerable: an article was served at once. */
  answeredAtOnce: number;
  /** Of all: an article of a wrong topic was served. */
  wrong: number;
  /** Of the answerable: given to a person without need. */
  handedBackWithoutNeed: number;
  /** Of those with risk, or that ask for a person: given to a person. */
  handedBack: number;
  /** Of those that are no question for the robot: no article was served. */
  offTopicHeld: number;
};

export function treat(knowledge: Knowledge, questions: readonly Question[], now: Date): Treated[] {
  return questions.map((question) => ({
    question,
    answer: answerOnce(knowledge, question.text, now, question.topics),
  }));
}

export function figuresOf(treated: readonly Treated[]): Figures {
  const of = (outcome: Question["expect"]["outcome"]) =>
    treated.filter(({ question }) => question.expect.outcome === outcome);
  const [answerable, person, offTopic] = [of("answer"), of("person"), of("menu")];
  return {
    questions: treated.length,
    answerable: answerable.length,
    top1: share(answerable, isRight),
    top3: share(answerable, isNear),
    top3WhoeverAnswers: share(answerable, (each) => isAmongThree(each, nearestOf(each))),
    answeredAtOnce: share(answerable, ({ answer }) => answer.outcome === "answer"),
    wrong: share(treated, isWrong),
    handedBackWithoutNeed: share(answerable, ({ answer }) => answer.outcome === "person"),
    handedBack: share(person, ({ answer }) => answer.outcome === "person"),
    offTopicHeld: share(offTopic, ({ answer }) => answer.outcome !== "answer"),
  };
}

/** The topics that are answered, offered, or told to the person who takes over, best first. */
function nearestOf({ answer }: Treated): string[] {
  return [answer.topic, ...(answer.alternatives ?? []).map(({ topic }) => topic)].flatMap(
    (topic) => topic ?? [],
  );
}

/** The topics that she is answered or offered, best first. */
const topicsOf = (treated: Treated) => (treated.answer.outcome === "person" ? [] : nearestOf(treated));

const isAmongThree = ({ question }: Treated, topics: readonly string[]) =>
  topics.slice(0, 3).some((topic) => question.expect.topics.includes(topic));
const isRight = (treated: Treated) => treated.question.expect.topics.includes(topicsOf(treated)[0] ?? "");
const isNear = (treated: Treated) => isAmongThree(treated, topicsOf(treated));
/** An article that she did not ask for: of another topic, or where there was nothing to answer. */
export const isWrong = ({ question, answer }: Treated) =>
  answer.outcome === "answer" && !question.expect.topics.includes(answer.topic ?? "");

function share(of: readonly Treated[], holds: (treated: Treated) => boolean): number {
  return of.length === 0 ? 1 : Math.round((of.filter(holds).length / of.length) * 1000) / 1000;
}

export type Goal = { name: string; value: number; goal: string; met: boolean };

/** The goals of the robot, for questions that nobody who wrote its content had read. */
export function goalsOf({ top3, wrong, handedBack }: Figures): Goal[] {
  return [
    { name: "right-topic-among-three", value: top3, goal: ">= 0.90", met: top3 >= 0.9 },
    { name: "wrong-answer", value: wrong, goal: "<= 0.03", met: wrong <= 0.03 },
    { name: "risk-or-person-handed-back", value: handedBack, goal: "= 1.00", met: handedBack === 1 },
  ];
}
