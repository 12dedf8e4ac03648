import { placesNear } from "../directory/directory.ts";
import type { Article } from "../knowledge/article.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { limits } from "../knowledge/schemas.ts";
import type { Place } from "../places/places.ts";
import { choiceIds } from "./choice.ts";
import { inTurn, type Proposal, withOptions } from "./compose.ts";
import type { FlowState } from "./state.ts";

/**
 * Messages of an answer sent in one go. The rest waits for "Seguir leyendo": she sets the pace, a message that she did
 * not read is not buried under the next, and WhatsApp's limit of one message in six seconds is kept.
 */
const perTurn = 2;

/** The topic whose answers depend on where she is. */
export const placeTopic = "centros";

type Piece = { text: string; article: Article; part: number };
type Serving = { state: FlowState; proposals: Proposal[] };
type Moment = { knowledge: Knowledge; offered: readonly Article[] };

/**
 * The articles as messages, in order; served a second time in few words. What does not fit in a turn waits.
 * @param extra messages of the robot that follow the articles.
 */
export function serve(
  moment: Moment,
  state: FlowState,
  articles: readonly Article[],
  extra: readonly Proposal[] = [],
): Serving {
  let { said } = state;
  const pieces = articles.flatMap((article, index) => {
    const texts = state.served.includes(article.id) ? [inBrief(article)] : article.parts;
    return texts.map((text, part) => ({
      text: index > 0 && part === 0 ? alsoAsked(text) : text,
      article,
      part,
    }));
  });
  const served = {
    ...state,
    said,
    served: [...state.served, ...articles.map(({ id }) => id)],
    missesInARow: 0,
  };
  return inTurns(moment, served, pieces, extra);

  function inBrief({ brief }: Article): string {
    const { phrases } = moment.knowledge;
    const turn = inTurn("repeated", phrases.repeated, said);
    said = turn.said;
    return `${turn.text}\n\n${brief}\n\n${phrases.repeated_end}`;
  }
  function alsoAsked(text: string): string {
    const opened = `${moment.knowledge.phrases.also_asked}\n\n${text}`;
    return opened.length <= limits.body ? opened : text;
  }
}

/** What was left of a long answer; undefined when nothing was. Articles that were taken away meanwhile are skipped. */
export function readOn(moment: Moment, state: FlowState): Serving | undefined {
  const pieces = state.reading.flatMap(({ articleId, part }) => {
    const article = moment.offered.find(({ id }) => id === articleId);
    const text = article?.parts[part];
    return article && text !== undefined ? [{ text, article, part }] : [];
  });
  return pieces.length === 0 ? undefined : inTurns(moment, state, pieces, []);
}

function inTurns(
  { knowledge, offered }: Moment,
  state: FlowState,
  pieces: readonly Piece[],
  extra: readonly Proposal[],
): Serving {
  const now = pieces.slice(0, perTurn);
  const later = pieces.slice(perTurn);
  const last = now.at(-1)?.article;
  const third = later.length > 0 ? "more" : last && hasMore(offered, last) ? "topic" : "back";
  const thirdId = { more: choiceIds.more, topic: choiceIds.list(last?.topic ?? ""), back: choiceIds.back }[
    third
  ];
  const buttons = { id: thirdId, title: knowledge.phrases.options[third].title };
  const proposals: Proposal[] = now.map(({ text, article }, index) => ({
    topic: article.topic,
    article: { id: article.id, version: article.version },
    content:
      index === now.length - 1 && extra.length === 0
        ? withOptions(knowledge, text, buttons)
        : { kind: "text", text },
  }));
  return {
    state: {
      ...state,
      shown: [],
      trail: state.trail.at(-1) === "answer" ? state.trail : [...state.trail, "answer"],
      reading: later.map(({ article, part }) => ({ articleId: article.id, part })),
    },
    proposals: [...proposals, ...extra],
  };
}

const hasMore = (offered: readonly Article[], { id, topic }: Article) =>
  offered.some((article) => article.topic === topic && article.id !== id);

/** Which places there are near her, or that there are none in the list. */
export function placesFor(
  knowledge: Knowledge,
  place: Place,
  when: { now: Date; fictional: boolean },
): Proposal {
  const { phrases, directory, places, numbers } = knowledge;
  const entries = placesNear(directory, places, place, when).slice(0, 4);
  const lines = entries.map(({ name, commune, address, phone, hours, verified_on, fictional }) =>
    [
      `• *${name}*`,
      [places.communes.get(commune)?.name, address].filter(Boolean).join(", "),
      [phone, hours].filter(Boolean).join(", "),
      fictional
        ? phrases.where.fictional
        : phrases.number_date.replace("{{date}}", verified_on.split("-").reverse().join("-")),
    ]
      .filter((line) => line !== "")
      .join("\n"),
  );
  const body = lines.length > 0 ? [phrases.where.found, ...lines].join("\n\n") : phrases.where.nothing;
  const told = body
    .replace("{{place}}", place.name)
    .replace(/\{\{number:([a-z-]+)\}\}/g, (_, id: string) => numbers.get(id)?.number ?? "");
  return { topic: placeTopic, content: withOptions(knowledge, told.slice(0, limits.body)) };
}
