import type { InvitePerson, LinkMade, People } from "@liss/executive-routing/desk-api";
import { queryOptions } from "@tanstack/react-query";
import { newKey } from "../server/desk.ts";
import { request } from "../server/request.ts";

export type Member = People["people"][number];

/** What a supervisor may change about how the desk treats somebody. */
export type AtTheDesk = Pick<Member, "capacity" | "mayChoose" | "team" | "languages" | "skills">;

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: async ({ signal }) => (await request<People>("/people", { signal })).people,
  refetchOnMount: "always",
});

const post = <Answer>(path: string, body: unknown = {}) =>
  request<Answer>(path, { method: "POST", key: newKey(), body });

export const invite = (person: InvitePerson) => post<LinkMade>("/people", person);
export const recover = (id: string) => post<LinkMade>(`/people/${id}/recovery`);
export const reactivate = (id: string) => post<LinkMade>(`/people/${id}/reactivate`);
export const deactivate = (id: string) => post<unknown>(`/people/${id}/deactivate`);
export const changeRole = (id: string, role: Member["role"]) => post<unknown>(`/people/${id}/role`, { role });
export const changeAtTheDesk = (id: string, change: AtTheDesk) =>
  request<unknown>(`/people/${id}`, { method: "PUT", key: newKey(), body: change });
