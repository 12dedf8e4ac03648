import { ContactBlocked, GlassBroken, WallDeclared } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { endHold, hold, setNeeds } from "../session/hold.ts";
import { isMoreUrgent } from "../session/tier.ts";
import { raiseAlert } from "../store/alerts.ts";
import { recordChanges } from "../store/feed.ts";
import { deskCommand, type Endpoint, sessionCommand, supervisorsOnly } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { Block, BreakGlass, Done, Hold, SetNeeds } from "./requests.ts";
import { aboutSession } from "./routes.ts";

const SessionParam = z.object({ id: z.uuid() });

/** How long a broken glass stays broken. Long enough to read, short enough to need a reason again. */
const glassMinutes = 60;

/** Keeping back, keeping away and looking in: who does not reach whom, with whose word. */
export const keepingEndpoints: Endpoint[] = [
  sessionCommand({
    path: "hold",
    whose: "waiting",
    summary: "Keeps a waiting session back from the queue for a while; danger ends it",
    roles: supervisorsOnly,
    body: Hold,
    rule:
      (me, { minutes }) =>
      (_tx, now) => {
        const until = new Date(Date.parse(now) + minutes * 60_000).toISOString();
        return hold({ by: me.id, until, now });
      },
  }),
  sessionCommand({
    path: "unhold",
    whose: "anyone",
    summary: "Lets a session that was kept back wait in the queue again",
    roles: supervisorsOnly,
    body: z.object({}),
    rule: () => (_tx, now) => endHold({ reason: "by-person", now }),
  }),
  sessionCommand({
    path: "needs",
    whose: "anyone",
    summary: "Says which languages or skills the session needs of whoever attends",
    roles: supervisorsOnly,
    body: SetNeeds,
    rule:
      (me, { needs }) =>
      (_tx, now) =>
        setNeeds({ by: me.id, needs, now }),
  }),
  deskCommand({
    path: "/sessions/:id/block",
    whose: "owner-or-supervisor",
    summary: "A contact who abuses the channel does not reach the queue for a while",
    body: Block,
    answer: Done,
    does: async (tx, { hours, reason }, { me, params, now, deps }) => {
      const { id } = SessionParam.parse(params);
      const row = await tx.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirst();
      if (!row) throw new Refused("not-found");
      if (row.state.owner !== me.id && me.role !== "supervisor") throw new Refused("not-yours");
      // Who insults may be in danger, or be somebody who holds her phone: in doubt a supervisor decides.
      if (isMoreUrgent(row.state.tier, "support") && me.role !== "supervisor")
        throw new Refused("risk-too-high");
      const until = new Date(Date.parse(now) + hours * 3_600_000).toISOString();
      const block = { id: uuidv7(), until, reason, by_id: me.id, at: now };
      await tx
        .insertInto("blocks")
        .values({ contact_id: row.state.contactId, ...block })
        .onConflict((conflict) => conflict.column("contact_id").doUpdateSet(block))
        .execute();
      await appendEvents(tx, [
        ContactBlocked.create({
          ...aboutSession(row.state, me, deps.clock),
          data: { personId: me.id, reason, until },
        }),
      ]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/sessions/:id/glass",
    summary: "Opens for an hour a conversation that is not hers to read, with a reason; supervisors are told",
    body: BreakGlass,
    answer: Done,
    does: async (tx, { reason }, { me, params, now, deps }) => {
      const { id } = SessionParam.parse(params);
      const row = await tx
        .selectFrom("sessions")
        .select("state")
        .where("id", "=", id)
        .where("contact_id", "not in", (walled) =>
          walled.selectFrom("walls").select("contact_id").where("person_id", "=", me.id),
        )
        .executeTakeFirst();
      if (!row) throw new Refused("not-found");
      const until = new Date(Date.parse(now) + glassMinutes * 60_000).toISOString();
      const broken = { until, reason, at: now };
      await tx
        .insertInto("glass")
        .values({ person_id: me.id, session_id: id, ...broken })
        .onConflict((conflict) => conflict.columns(["person_id", "session_id"]).doUpdateSet(broken))
        .execute();
      await appendEvents(tx, [
        GlassBroken.create({
          ...aboutSession(row.state, me, deps.clock),
          data: { personId: me.id, reason, until },
        }),
      ]);
      const told = await raiseAlert(tx, {
        code: "glass-broken",
        severity: "warning",
        detail: { personId: me.id, reason, sessionId: id },
        at: now,
        about: row.state,
      });
      await recordChanges(tx, [told]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/sessions/:id/wall",
    summary: "She knows this contact: from now on she does not exist for her",
    body: z.object({}),
    answer: Done,
    does: async (tx, _body, { me, params, now, deps }) => {
      const { id } = SessionParam.parse(params);
      const row = await tx.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirst();
      if (!row) throw new Refused("not-found");
      // She gives it back first, so that somebody else is responsible from the same moment.
      if (row.state.owner === me.id)
        throw new Refused("not-waiting", "Give the session back or hand it over first");
      await tx
        .insertInto("walls")
        .values({ person_id: me.id, contact_id: row.state.contactId, at: now })
        .onConflict((conflict) => conflict.columns(["person_id", "contact_id"]).doNothing())
        .execute();
      await appendEvents(tx, [
        WallDeclared.create({ ...aboutSession(row.state, me, deps.clock), data: { personId: me.id } }),
      ]);
      return undefined;
    },
  }),
];
