import { AttentionEntered, FollowUpChanged, type SessionId } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { RoutingTables } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import { EnterAttention, FollowUp, FollowUps, PostponeFollowUp } from "./case-requests.ts";
import { deskCommand, type Endpoint, question } from "./endpoint.ts";
import { openNote, sealedNote } from "./notes.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";
import { aboutSession } from "./routes.ts";
import { hers, SessionParam } from "./whose-case.ts";

/** What is to be looked after again, and who was attended elsewhere. */
export const followUpEndpoints: Endpoint[] = [
  deskCommand({
    path: "/sessions/:id/follow-ups",
    whose: "reader",
    summary: "Reminds the executive, at that time, to look after it; never the woman",
    body: FollowUp,
    answer: Done,
    does: async (tx, { followUpId, dueAt, what }, asked) => {
      const session = await hers(asked);
      const { deps, me, now } = asked;
      await tx
        .insertInto("follow_ups")
        .values({ id: followUpId, session_id: session.id, person_id: me.id, due_at: dueAt })
        .execute();
      if (what) {
        // A note like any other, under the same id: it is masked, found and destroyed with the others.
        const note = await sealedNote(deps, me, session.id, "follow-up", what, followUpId);
        await note.also(tx, session.id, session, now);
      }
      const data = { personId: me.id, followUpId, change: "set" as const, dueAt };
      await appendEvents(tx, [FollowUpChanged.create({ ...aboutSession(session, me, deps.clock), data })]);
      return undefined;
    },
  }),
  question({
    path: "/me/follow-ups",
    summary: "What she wanted to look after again, the most pressing first",
    answer: FollowUps,
    handle: async ({ deps: { db, clock, vault }, me }) => {
      const now = clock.now();
      const rows = await db
        .selectFrom("follow_ups")
        .innerJoin("sessions", "sessions.id", "follow_ups.session_id")
        .leftJoin("notes", "notes.id", "follow_ups.id")
        .select(["follow_ups.id", "follow_ups.session_id", "due_at", "sessions.state"])
        .select(["content_key_id", "content_box"])
        .where("person_id", "=", me.id)
        .where("done_at", "is", null)
        .orderBy("due_at")
        .limit(200)
        .execute();
      return {
        followUps: await Promise.all(
          rows.map(async ({ id, session_id, due_at, state, content_key_id, content_box }) => ({
            id,
            sessionId: session_id,
            codeName: state.codeName,
            dueAt: due_at.toISOString(),
            due: due_at.toISOString() <= now,
            what:
              content_key_id && content_box
                ? await openNote(vault, { id, content_key_id, content_box })
                : null,
          })),
        ),
      };
    },
  }),
  deskCommand({
    path: "/me/follow-ups/:id/done",
    summary: "She has looked after it",
    body: z.object({}),
    answer: Done,
    does: async (tx, _body, { me, params, now, deps }) => {
      const followUpId = SessionParam.parse(params).id;
      const done = await tx
        .updateTable("follow_ups")
        .set({ done_at: now })
        .where("id", "=", followUpId)
        .where("person_id", "=", me.id)
        .returning(["session_id", "due_at"])
        .executeTakeFirst();
      if (!done) throw new Refused("not-found");
      const about = aboutSession(await sessionIn(tx, done.session_id), me, deps.clock);
      const data = { personId: me.id, followUpId, change: "done" as const, dueAt: done.due_at.toISOString() };
      await appendEvents(tx, [FollowUpChanged.create({ ...about, data })]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/me/follow-ups/:id/postpone",
    summary: "She will look after it at another time",
    body: PostponeFollowUp,
    answer: Done,
    does: async (tx, { dueAt }, { me, params, deps }) => {
      const followUpId = SessionParam.parse(params).id;
      const moved = await tx
        .updateTable("follow_ups")
        .set({ due_at: dueAt })
        .where("id", "=", followUpId)
        .where("person_id", "=", me.id)
        .where("done_at", "is", null)
        .returning("session_id")
        .executeTakeFirst();
      if (!moved) throw new Refused("not-found");
      const about = aboutSession(await sessionIn(tx, moved.session_id), me, deps.clock);
      const data = { personId: me.id, followUpId, change: "set" as const, dueAt };
      await appendEvents(tx, [FollowUpChanged.create({ ...about, data })]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/attentions",
    summary: "Enters by hand somebody who was attended by another channel",
    body: EnterAttention,
    answer: Done,
    does: async (tx, { attentionId, sessionId, channel, classification, attendedAt }, asked) => {
      const { deps, me, now } = asked;
      const session = sessionId ? await hers({ ...asked, params: { id: sessionId } }) : null;
      await tx
        .insertInto("attentions")
        .values({
          id: attentionId,
          contact_id: session?.contactId ?? null,
          channel,
          classification,
          attended_at: attendedAt,
          by_id: me.id,
          at: now,
        })
        .execute();
      const about = session
        ? aboutSession(session, me, deps.clock)
        : {
            id: uuidv7(),
            source: "executive-routing" as const,
            occurredAt: now,
            actor: { kind: "person" as const, id: me.id, role: me.role },
          };
      const data = { personId: me.id, channel, classification, attendedAt };
      await appendEvents(tx, [AttentionEntered.create({ ...about, data })]);
      return undefined;
    },
  }),
];

async function sessionIn(tx: Transaction<RoutingTables>, id: SessionId): Promise<Session> {
  const row = await tx.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirstOrThrow();
  return row.state;
}
