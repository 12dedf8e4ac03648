import { z } from "zod";
import type { Session } from "../session/session.ts";
import type { Asked } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { mayRead } from "./sight.ts";

export const SessionParam = z.object({ id: z.uuid() });

/** The session of the path, if this person may read it; for everybody else there is none. */
export async function readable({ deps, me, params }: Asked): Promise<Session> {
  const { id } = SessionParam.parse(params);
  const row = await deps.db.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirst();
  if (!row || !(await mayRead(deps.db, me, row.state, deps.clock.now()))) throw new Refused("not-found");
  return row.state;
}

/** The same, and hers to act on: she attends or attended it, or she is a supervisor. */
export async function hers(asked: Asked): Promise<Session> {
  const session = await readable(asked);
  if (!isHers(asked.me, session)) throw new Refused("not-yours");
  return session;
}

/** Whether she attends or attended it, or is a supervisor. */
export function isHers({ id, role }: Asked["me"], { owner, lastOwner }: Session): boolean {
  return role === "supervisor" || owner === id || lastOwner === id;
}
