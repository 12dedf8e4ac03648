import { BlockLifted, type ContactId, WallEnded } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { z } from "zod";
import type { RoutingTables } from "../database/tables.ts";
import { endHold } from "../session/hold.ts";
import type { Session } from "../session/session.ts";
import { lockContact } from "../store/contacts.ts";
import { recordChanges } from "../store/feed.ts";
import { appendToSession, lockOpenSessionOf } from "../store/session-store.ts";
import { type Asked, deskCommand, type Endpoint, question, supervisorsOnly } from "./endpoint.ts";
import { Blocks, EndWall, LiftBlock, Walls } from "./kept-away-requests.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";
import { aboutSession } from "./routes.ts";

type Tx = Transaction<RoutingTables>;

/**
 * Conflicts of interest and blocks, seen and ended by supervisors. Whoever knows a contact is shown neither and ends
 * neither: her own wall is ended by somebody else. Source: docs/adr/0041.
 */
export const keptAwayEndpoints: Endpoint[] = [
  question({
    path: "/walls",
    summary: "Who declared to know which contact, by code name, and since when",
    roles: supervisorsOnly,
    answer: Walls,
    handle: async ({ deps: { db }, me }): Promise<Walls> => {
      const rows = await db
        .selectFrom("walls")
        .innerJoin("contacts", "contacts.id", "walls.contact_id")
        .leftJoin("executives", "executives.person_id", "walls.person_id")
        .select(["walls.id", "walls.person_id", "executives.name", "contacts.code_name", "walls.at"])
        .where("walls.contact_id", "not in", (known) =>
          known.selectFrom("walls as hers").select("hers.contact_id").where("hers.person_id", "=", me.id),
        )
        .orderBy("walls.at", "desc")
        .execute();
      return {
        walls: rows.map(({ id, person_id, name, code_name, at }) => ({
          id,
          personName: name ?? person_id,
          codeName: code_name,
          since: at.toISOString(),
        })),
      };
    },
  }),
  deskCommand({
    path: "/walls/:wall/end",
    summary: "Somebody may attend a contact again whom she had declared to know",
    roles: supervisorsOnly,
    body: EndWall,
    answer: Done,
    does: async (tx, { reason }, asked) => {
      const id = z.uuid().parse(asked.params.wall);
      const wall = await tx
        .deleteFrom("walls")
        .where("id", "=", id)
        .returning(["person_id", "contact_id"])
        .executeTakeFirst();
      if (!wall || wall.person_id === asked.me.id || (await knows(tx, asked, wall.contact_id)))
        throw new Refused("not-found");
      const session = await latestOf(tx, wall.contact_id);
      await appendEvents(tx, [
        WallEnded.create({
          ...aboutSession(session, asked.me, asked.deps.clock),
          data: { personId: asked.me.id, about: wall.person_id, reason },
        }),
      ]);
      // What is open appears on her screen by itself.
      if (session.status !== "closed")
        await recordChanges(tx, [{ kind: "session", sessionId: session.id, refId: session.id }]);
      return undefined;
    },
  }),
  question({
    path: "/blocks",
    summary: "Which contacts do not reach the queue for now, by code name, until when and why",
    roles: supervisorsOnly,
    answer: Blocks,
    handle: async ({ deps: { db, clock }, me }): Promise<Blocks> => {
      const rows = await db
        .selectFrom("blocks")
        .innerJoin("contacts", "contacts.id", "blocks.contact_id")
        .leftJoin("executives", "executives.person_id", "blocks.by_id")
        .select(["blocks.id", "contacts.code_name", "reason", "by_id", "name", "at", "until"])
        .where("until", ">", new Date(clock.now()))
        .where("blocks.contact_id", "not in", (known) =>
          known.selectFrom("walls").select("walls.contact_id").where("walls.person_id", "=", me.id),
        )
        .orderBy("until")
        .execute();
      return {
        blocks: rows.map(({ id, code_name, reason, by_id, name, at, until }) => ({
          id,
          codeName: code_name,
          reason,
          byName: name ?? by_id,
          since: at.toISOString(),
          until: until.toISOString(),
        })),
      };
    },
  }),
  deskCommand({
    path: "/blocks/:block/lift",
    summary: "A blocked contact reaches the queue again; what was kept back because of it waits at once",
    roles: supervisorsOnly,
    body: LiftBlock,
    answer: Done,
    does: async (tx, { reason }, asked) => {
      const id = z.uuid().parse(asked.params.block);
      const block = await tx
        .selectFrom("blocks")
        .select("contact_id")
        .where("id", "=", id)
        .executeTakeFirst();
      if (!block) throw new Refused("not-found");
      // A message that arrives now finds it either in force or lifted, never half.
      await lockContact(tx, block.contact_id);
      const lifted = await tx.deleteFrom("blocks").where("id", "=", id).returning("id").executeTakeFirst();
      if (!lifted || (await knows(tx, asked, block.contact_id))) throw new Refused("not-found");
      await appendEvents(tx, [
        BlockLifted.create({
          ...aboutSession(await latestOf(tx, block.contact_id), asked.me, asked.deps.clock),
          data: { personId: asked.me.id, reason },
        }),
      ]);
      await letWait(tx, asked, block.contact_id);
      return undefined;
    },
  }),
];

/** Ends what the block had begun; what a supervisor keeps back for a reason of her own stays so. */
async function letWait(tx: Tx, { me, now }: Asked & { now: string }, contactId: ContactId): Promise<void> {
  const open = await lockOpenSessionOf(tx, contactId);
  if (!open || open.session.heldUntil === null) return;
  const held = await tx
    .selectFrom("session_events")
    .select("data")
    .where("session_id", "=", open.session.id)
    .where("type", "=", "session-held")
    .orderBy("version", "desc")
    .executeTakeFirst();
  if (held?.data.type !== "session-held" || held.data.cause !== "block") return;
  const decision = endHold({ reason: "by-person", now })(open.session);
  if (decision.accepted)
    await appendToSession(tx, open, decision.events, { kind: "person", id: me.id, role: me.role });
}

async function knows(tx: Tx, { me }: Asked, contactId: ContactId): Promise<boolean> {
  const wall = await tx
    .selectFrom("walls")
    .select("id")
    .where("person_id", "=", me.id)
    .where("contact_id", "=", contactId)
    .executeTakeFirst();
  return wall !== undefined;
}

/** In whose story it stands. */
async function latestOf(tx: Tx, contactId: ContactId): Promise<Session> {
  const { state } = await tx
    .selectFrom("sessions")
    .select("state")
    .where("contact_id", "=", contactId)
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  return state;
}
