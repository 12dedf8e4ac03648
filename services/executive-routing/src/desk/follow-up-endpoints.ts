import { AttentionEntered, FollowUpChanged } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { EnterAttention, FollowUp, FollowUps } from "./case-requests.ts";
import { deskCommand, type Endpoint, question } from "./endpoint.ts";
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
    does: async (tx, { followUpId, dueAt }, asked) => {
      const session = await hers(asked);
      await tx
        .insertInto("follow_ups")
        .values({ id: followUpId, session_id: session.id, person_id: asked.me.id, due_at: dueAt })
        .execute();
      const data = { personId: asked.me.id, followUpId, change: "set" as const, dueAt };
      const about = aboutSession(session, asked.me, asked.deps.clock);
      await appendEvents(tx, [FollowUpChanged.create({ ...about, data })]);
      return undefined;
    },
  }),
  question({
    path: "/me/follow-ups",
    summary: "What she wanted to look after again, the most pressing first",
    answer: FollowUps,
    handle: async ({ deps: { db, clock }, me }) => {
      const now = clock.now();
      const rows = await db
        .selectFrom("follow_ups")
        .innerJoin("sessions", "sessions.id", "follow_ups.session_id")
        .select(["follow_ups.id", "session_id", "due_at", "sessions.state"])
        .where("person_id", "=", me.id)
        .where("done_at", "is", null)
        .orderBy("due_at")
        .limit(200)
        .execute();
      return {
        followUps: rows.map(({ id, session_id, due_at, state }) => ({
          id,
          sessionId: session_id,
          codeName: state.codeName,
          dueAt: due_at.toISOString(),
          due: due_at.toISOString() <= now,
        })),
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
      const { state } = await tx
        .selectFrom("sessions")
        .select("state")
        .where("id", "=", done.session_id)
        .executeTakeFirstOrThrow();
      const dueAt = done.due_at.toISOString();
      const data = { personId: me.id, followUpId, change: "done" as const, dueAt };
      await appendEvents(tx, [FollowUpChanged.create({ ...aboutSession(state, me, deps.clock), data })]);
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
