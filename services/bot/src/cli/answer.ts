import { z } from "zod";
import { answerOnce } from "../flow/answer-once.ts";
import { loadKnowledge } from "../knowledge/load-knowledge.ts";
import { fileArgument, jsonLines } from "./input.ts";

// bot:answer FILE.jsonl: what the robot would do with each message, one JSON a line. Needs no server.
const Line = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  topics: z.array(z.string()).optional(),
});

const file = fileArgument("bot:answer FILE.jsonl   with lines {id, text, topics?}");
const knowledge = await loadKnowledge();
const now = new Date();
for (const line of await jsonLines(file)) {
  const { id, text, topics } = Line.parse(line);
  process.stdout.write(`${JSON.stringify({ id, ...answerOnce(knowledge, text, now, topics) })}\n`);
}
