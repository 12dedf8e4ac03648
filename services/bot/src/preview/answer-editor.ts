import type { RobotAnswer, RobotExplanation, RobotQuestion } from "@liss/contracts";
import type { Wish } from "../flow/understand.ts";
import type { GapLine } from "../gaps/store.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { articleForEditor, articleLines } from "./articles.ts";
import { checkArticle } from "./check-article.ts";
import { explain } from "./explain.ts";
import { SandboxTurn, sandboxTurn } from "./sandbox.ts";

export type EditorSetting = {
  knowledge: Knowledge;
  now: Date;
  gaps: () => Promise<readonly GapLine[]>;
};

/** So many times the same words must have been asked before an editor reads them; once could point at a person. */
const askedAtLeast = 3;

/** What an editor asked of the robot. Nothing of it is kept. */
export async function answerEditor(
  question: RobotQuestion,
  { knowledge, now, gaps }: EditorSetting,
): Promise<RobotAnswer> {
  switch (question.ask) {
    case "articles":
      return { is: "articles", answer: articleLines(knowledge, now) };
    case "article": {
      const answer = articleForEditor(knowledge, question.id, now);
      return answer ? { is: "article", answer } : { is: "no-such-article" };
    }
    case "gaps": {
      const often = (await gaps()).filter(({ times }) => times >= askedAtLeast);
      return { is: "gaps", answer: { gaps: often.map((gap) => ({ ...gap })) } };
    }
    case "explain":
      return { is: "explain", answer: explanationOf(knowledge, question.text, now) };
    case "turn":
      return turn(knowledge, question, now);
    case "check": {
      const answer = checkArticle(knowledge, question.id, question.text);
      return answer ? { is: "check", answer } : { is: "no-such-article" };
    }
  }
}

function turn(knowledge: Knowledge, question: RobotQuestion & { ask: "turn" }, now: Date): RobotAnswer {
  const { topics = knowledge.topics.map(({ id }) => id), state, said } = question;
  const asked = SandboxTurn.safeParse({ topics, state, message: said });
  if (!asked.success) return { is: "not-understood" };
  const reply = sandboxTurn(knowledge, asked.data, now);
  return {
    is: "turn",
    answer: {
      state: reply.state,
      proposals: reply.proposals.map(({ content, topic }) => ({ content, ...(topic ? { topic } : {}) })),
      ...(reply.handBack ? { handBack: reply.handBack } : {}),
    },
  };
}

function explanationOf(knowledge: Knowledge, text: string, now: Date): RobotExplanation {
  const { contentVersion, tokens, sign, candidates, confidence, floors, wish } = explain(
    knowledge,
    text,
    now,
  );
  return {
    contentVersion,
    does: doing(wish),
    sign: sign ? { label: sign.label, words: [...sign.words] } : null,
    confidence: rounded(confidence),
    floors: { ...floors },
    tokens: [...new Set(tokens)],
    candidates: candidates.map(({ articleId, topic, title, articleVersion, score, found }) => ({
      articleId,
      topic,
      title,
      version: articleVersion,
      score: rounded(score),
      found: Object.entries(found).map(([word, where]) => ({ word, where: [...where] })),
    })),
  };
}

function doing(wish: Wish): RobotExplanation["does"] {
  switch (wish.is) {
    case "answer":
    case "article":
    case "topic":
    case "place":
      return "answers";
    case "doubt":
      return "asks-back";
    case "nothing-understood":
      return "does-not-understand";
    case "risk":
    case "person":
    case "unreadable":
    case "goodbye":
    case "outside":
      return "steps-back";
    default:
      return "shows-menu";
  }
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;
