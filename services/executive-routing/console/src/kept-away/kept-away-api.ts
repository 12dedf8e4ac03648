import type { Blocks, EndWall, LiftBlock, Walls } from "@liss/executive-routing/desk-api";
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { patiently, request } from "../server/request.ts";

export type Wall = Walls["walls"][number];
export type Blocked = Blocks["blocks"][number];
export type WallEnding = z.infer<typeof EndWall>["reason"];
export type Lifting = z.infer<typeof LiftBlock>["reason"];

/** Who declared to know whom. */
export const wallsQuery = queryOptions({
  queryKey: ["walls"],
  queryFn: async ({ signal }) => (await request<Walls>("/walls", { signal })).walls,
  refetchOnMount: "always",
  ...patiently,
});

/** The blocks in force. No frame tells of them: the wall, which is looked at for hours, asks each minute. */
export const blocksQuery = queryOptions({
  queryKey: ["blocks"],
  queryFn: async ({ signal }) => (await request<Blocks>("/blocks", { signal })).blocks,
  refetchOnMount: "always",
  refetchInterval: 60_000,
  ...patiently,
});

export const endWall = ({ id }: Wall, reason: WallEnding, key: string) =>
  request<object>(`/walls/${id}/end`, { method: "POST", key, body: { reason } });

export const liftBlock = ({ id }: Blocked, reason: Lifting, key: string) =>
  request<object>(`/blocks/${id}/lift`, { method: "POST", key, body: { reason } });
