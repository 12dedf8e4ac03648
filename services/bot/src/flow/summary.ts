import type { Article } from "../knowledge/article.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { FlowState } from "./state.ts";

/** What the executive should know of this moment besides what went before. */
export type Remark =
  | { is: "goodbye" | "repeated" }
  | { is: "sign"; label: string }
  | { is: "outside"; topic: string }
  | { is: "cannot-read"; kind: string };

/**
 * What was asked, what was served and what was not understood, for the executive who takes the conversation back. It
 * travels sealed; so the last message of hers may be quoted.
 */
export function summarize(
  { articles, topics, phrases }: Knowledge,
  state: FlowState,
  remark?: Remark,
  last?: { text: string; nearest: readonly Article[] },
): string {
  const { summary } = phrases;
  const titlesOf = (ids: readonly string[]) =>
    [...new Set(ids)].map((id) => articles.find((article) => article.id === id)?.title ?? id).join(", ");
  const topicTitle = (id: string) => topics.find((topic) => topic.id === id)?.title ?? id;
  const offered = state.offered.filter((id) => !state.served.includes(id));
  return [
    remark ? remarkOf(summary, remark, topicTitle) : "",
    state.asked.length > 0 ? summary.asked.replace("{{topics}}", state.asked.map(topicTitle).join(", ")) : "",
    state.served.length > 0
      ? summary.served.replace("{{titles}}", titlesOf(state.served))
      : summary.nothing_served,
    offered.length > 0 ? summary.offered.replace("{{titles}}", titlesOf(offered)) : "",
    state.misses > 0 ? summary.not_understood.replace("{{count}}", String(state.misses)) : "",
    last ? summary.last.replace("{{text}}", last.text.replace(/\s+/g, " ").trim().slice(0, 200)) : "",
    last && last.nearest.length > 0
      ? summary.nearest.replace("{{titles}}", last.nearest.map(({ title }) => title).join(", "))
      : "",
  ]
    .filter((line) => line !== "")
    .join(" ");
}

function remarkOf(
  summary: Knowledge["phrases"]["summary"],
  remark: Remark,
  topicTitle: (id: string) => string,
): string {
  switch (remark.is) {
    case "goodbye":
      return summary.goodbye;
    case "repeated":
      return summary.repeated;
    case "sign":
      return summary.sign.replace("{{label}}", remark.label);
    case "outside":
      return summary.outside.replace("{{topic}}", topicTitle(remark.topic));
    case "cannot-read":
      return summary.cannot_read.replace("{{kind}}", remark.kind);
  }
}
