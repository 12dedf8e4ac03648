import { SessionRead } from "@liss/contracts";
import { idsOfSession } from "@liss/telemetry";
import { z } from "zod";
import { type Endpoint, question, supervisorsOnly } from "./endpoint.ts";
import { notesOf } from "./notes.ts";
import { Refused } from "./problems.ts";
import { Context, OpenEmergencies, SessionTrace } from "./requests.ts";
import { aboutSession } from "./routes.ts";
import { sightOf } from "./sight.ts";
import { readable } from "./whose-case.ts";

const SessionParam = z.object({ id: z.uuid() });

/** What lies beside a conversation, and what supervisors keep an eye on. */
export const caseEndpoints: Endpoint[] = [
  question({
    path: "/sessions/:id/context",
    whose: "reader",
    summary: "The context card: notes, pins, emergency, earlier sessions. Reading is on the record",
    answer: Context,
    handle: async ({ deps, me, params }): Promise<Context> => {
      const { db, clock } = deps;
      const { id } = SessionParam.parse(params);
      const row = await db.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirst();
      if (!row) throw new Refused("not-found");
      const session = row.state;
      const earlier = await db
        .selectFrom("sessions")
        .select("state")
        .where("contact_id", "=", session.contactId)
        .where("id", "<", id)
        .orderBy("id", "desc")
        .limit(20)
        .execute();
      const sight = await sightOf(db, [id, ...earlier.map(({ state }) => state.id)], clock.now());
      if (sight.reading(me, id) !== "open") throw new Refused("not-found");
      const coaches = session.coaches.length
        ? await db
            .selectFrom("executives")
            .select(["person_id", "name"])
            .where("person_id", "in", session.coaches)
            .execute()
        : [];
      await deps.recorder.record(
        SessionRead.create({ ...aboutSession(session, me, clock), data: { personId: me.id, messages: 0 } }),
      );
      return {
        continuation: session.continuation,
        notes: await notesOf(deps, id),
        pins: session.pins,
        coaches: coaches.map(({ person_id, name }) => ({ id: person_id, name })),
        emergency: session.emergencyFile && {
          ...session.emergencyFile,
          outcome: session.emergency?.outcome ?? null,
          followUpAt: session.emergency?.followUpAt ?? null,
        },
        earlier: earlier.map(({ state: { id: sessionId, openedAt, closedAt, classification } }) => ({
          id: sessionId,
          openedAt,
          closedAt,
          classification,
          reading: sight.reading(me, sessionId),
        })),
      };
    },
  }),
  question({
    path: "/sessions/:id/trace",
    whose: "reader",
    summary: "The id of the session's trace, for engineers, and where to look at it",
    roles: supervisorsOnly,
    answer: SessionTrace,
    handle: async (asked): Promise<SessionTrace> => {
      const { traceId } = idsOfSession((await readable(asked)).id);
      return { traceId, url: asked.deps.traceViewer?.replaceAll("{traceId}", traceId) ?? null };
    },
  }),
  question({
    path: "/emergencies",
    summary: "Open emergencies with their clock, the oldest first",
    roles: supervisorsOnly,
    answer: OpenEmergencies,
    handle: async ({ deps: { db, clock }, me }) => {
      const rows = await db
        .selectFrom("sessions")
        .leftJoin("executives", "executives.person_id", "sessions.owner_id")
        .select(["state", "emergency_since", "executives.name"])
        .where("emergency_since", "is not", null)
        .where("contact_id", "not in", (walled) =>
          walled.selectFrom("walls").select("contact_id").where("person_id", "=", me.id),
        )
        .orderBy("emergency_since")
        .execute();
      return {
        now: clock.now(),
        emergencies: rows.map(({ state, emergency_since, name }) => ({
          sessionId: state.id,
          codeName: state.codeName,
          since: emergency_since?.toISOString() ?? state.openedAt,
          owner: state.owner === null ? null : { id: state.owner, name: name ?? state.owner },
          told: state.emergencyFile?.steps.length ?? 0,
        })),
      };
    },
  }),
];
