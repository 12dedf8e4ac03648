import type {
  RobotArticle,
  RobotArticles,
  RobotCheck,
  RobotExplanation,
  RobotGaps,
  RobotQuestion,
  RobotTurn,
} from "@liss/contracts";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../server/request.ts";

const ask = <Answer>(question: RobotQuestion, signal?: AbortSignal) =>
  request<Answer>("/robot", { method: "POST", body: question, ...(signal && { signal }) });

export const articlesQuery = queryOptions({
  queryKey: ["robot", "articles"],
  queryFn: ({ signal }) => ask<RobotArticles>({ ask: "articles" }, signal),
  staleTime: 60_000,
  retry: 1,
});

export const articleQuery = (id: string) =>
  queryOptions({
    queryKey: ["robot", "article", id],
    queryFn: ({ signal }) => ask<RobotArticle>({ ask: "article", id }, signal),
    staleTime: 60_000,
    retry: 1,
  });

export const gapsQuery = queryOptions({
  queryKey: ["robot", "gaps"],
  queryFn: ({ signal }) => ask<RobotGaps>({ ask: "gaps" }, signal),
  staleTime: 60_000,
  retry: 1,
});

/** What the service would say of another wording; asked while she writes. */
export const checkQuery = (id: string, text: string) =>
  queryOptions({
    queryKey: ["robot", "check", id, text],
    queryFn: ({ signal }) => ask<RobotCheck>({ ask: "check", id, text }, signal),
    gcTime: 30_000,
    retry: 1,
  });

export const explain = (text: string) => ask<RobotExplanation>({ ask: "explain", text });

export type Said = NonNullable<Extract<RobotQuestion, { ask: "turn" }>["said"]>;

export const turn = (state?: RobotTurn["state"], said?: Said) =>
  ask<RobotTurn>({ ask: "turn", ...(state && { state }), ...(said && { said }) });
