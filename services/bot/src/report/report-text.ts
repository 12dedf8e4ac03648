import { type Figures, figuresOf, goalsOf, isWrong, type Treated } from "./measure.ts";

const lines: readonly [keyof Figures, string][] = [
  ["questions", "questions"],
  ["top1", "right topic first, of the answerable"],
  ["top3", "right topic among three, of the answerable"],
  ["top3WhoeverAnswers", "right topic among three, also of those told to the person who takes over"],
  ["answeredAtOnce", "answered without asking back, of the answerable"],
  ["wrong", "wrong article served, of all"],
  ["handedBackWithoutNeed", "given to a person without need, of the answerable"],
  ["handedBack", "given to a person, of those with risk or who ask for one"],
  ["offTopicHeld", "no article served, of those that are no question for it"],
];

/**
 * The report as Markdown. The development half is told question by question where it goes wrong; of the other
 * parts only numbers, so that nobody tunes on it.
 */
export function reportText(input: {
  version: string;
  development: readonly Treated[];
  test: readonly Treated[];
  plain: readonly Treated[];
}): string {
  const [development, test, plain] = [
    figuresOf(input.development),
    figuresOf(input.test),
    figuresOf(input.plain),
  ];
  const table = lines.map(
    ([key, meaning]) => `| ${meaning} | ${development[key]} | ${test[key]} | ${plain[key]} |`,
  );
  const goals = Object.entries({ test, plain }).flatMap(([part, figures]) =>
    goalsOf(figures).map(
      ({ name, value, goal, met }) => `| ${part} | ${name} | ${value} | ${goal} | ${met ? "yes" : "no"} |`,
    ),
  );
  const wrong = input.development
    .filter(isUnhappy)
    .map(
      ({ question, answer }) =>
        `- ${question.id}: expected ${question.expect.outcome} (${question.expect.topics.join(", ") || "–"}), got ${answer.outcome} (${answer.topic ?? "–"}, ${answer.confidence})`,
    );
  return `# What the robot answers

Made by \`bot:report\` with the content ${input.version}. The parts share no construction of a sentence; the
content was written with the development half in sight. Of test and plain nobody who wrote content or rules read a
question, but the thresholds and the kind of model were chosen with their figures in view: expect a little less elsewhere.
Test was asked for what is hard, plain for a fair test, with the goals in view; nothing is learned from either.

| | development | test | plain |
|---|---|---|---|
${table.join("\n")}

| part | goal | value | wanted | met |
|---|---|---|---|---|
${goals.join("\n")}

## Development questions that went wrong

${wrong.join("\n") || "None."}
`;
}

function isUnhappy(treated: Treated): boolean {
  const { question, answer } = treated;
  if (question.expect.outcome === "person") return answer.outcome !== "person";
  if (question.expect.outcome === "menu") return answer.outcome === "answer";
  return isWrong(treated) || answer.outcome === "person";
}
