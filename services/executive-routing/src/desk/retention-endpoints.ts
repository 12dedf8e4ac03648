import { LegalHoldPlaced, LegalHoldReviewed } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { RoutingTables } from "../database/tables.ts";
import { eraseContact } from "../retention/erase-contact.ts";
import { lockSchedule } from "../retention/schedule.ts";
import { deskCommand, type Endpoint, question, supervisorsOnly } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { EraseContact, PlaceHold, Retention, ReviewHold } from "./retention-requests.ts";
import { retentionOf } from "./retention-view.ts";
import { aboutSession } from "./routes.ts";

const SessionParam = z.object({ id: z.uuid() });
const days = (now: string, count: number) => new Date(Date.parse(now) + count * 86_400_000).toISOString();

/** What goes when, and what stays by whose word. */
export const retentionEndpoints: Endpoint[] = [
  question({
    path: "/retention",
    summary: "What will be destroyed when, what is held, and what was destroyed",
    roles: supervisorsOnly,
    answer: Retention,
    handle: ({ deps, me }) => retentionOf(deps, me),
  }),
  deskCommand({
    path: "/sessions/:id/legal-hold",
    summary: "Keeps a conversation beyond its time, with a reason and a reviewer",
    roles: supervisorsOnly,
    body: PlaceHold,
    does: async (tx, { reason, reviewerId, reviewDays }, { me, params, now, deps }) => {
      const { id } = SessionParam.parse(params);
      const { state } = await sessionOf(tx, id, me.id);
      if (reviewerId === me.id) throw new Refused("own-hold");
      const reviewer = (await deps.identity.staff.list()).find((one) => one.id === reviewerId && one.active);
      if (reviewer?.role !== "supervisor")
        throw new Refused("invalid-request", "The reviewer is a supervisor");
      await lockSchedule(tx);
      const going = await tx
        .selectFrom("destructions")
        .select("id")
        .where((is) =>
          is.or([
            is("session_id", "=", id),
            is.and([
              is("contact_id", "=", state.contactId),
              is("kind", "=", "contact"),
              is("done_at", "is", null),
            ]),
          ]),
        )
        .executeTakeFirst();
      if (going) throw new Refused("being-destroyed");
      const reviewAt = days(now, reviewDays);
      const hold = { id: uuidv7(), reason, reviewer_id: reviewerId, review_at: reviewAt };
      const placed = await tx
        .insertInto("legal_holds")
        .values({ ...hold, session_id: id, by_id: me.id, at: now })
        .onConflict((conflict) => conflict.column("session_id").where("lifted_at", "is", null).doNothing())
        .returning("id")
        .executeTakeFirst();
      if (!placed) throw new Refused("legal-hold");
      const data = { holdId: hold.id, personId: me.id, reason, reviewerId, reviewAt };
      await appendEvents(tx, [LegalHoldPlaced.create({ ...aboutSession(state, me, deps.clock), data })]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/sessions/:id/legal-hold/review",
    summary: "Keeps a hold of somebody else for longer, or ends it",
    roles: supervisorsOnly,
    body: ReviewHold,
    does: async (tx, review, { me, params, now, deps }) => {
      const { id } = SessionParam.parse(params);
      const { state } = await sessionOf(tx, id, me.id);
      const hold = await tx
        .selectFrom("legal_holds")
        .select(["id", "by_id"])
        .where("session_id", "=", id)
        .where("lifted_at", "is", null)
        .forUpdate()
        .executeTakeFirst();
      if (!hold) throw new Refused("not-found");
      if (hold.by_id === me.id) throw new Refused("own-hold");
      const reviewAt = review.outcome === "keep" ? days(now, review.reviewDays) : undefined;
      await tx
        .updateTable("legal_holds")
        .set(
          reviewAt === undefined
            ? { lifted_at: now, lifted_by: me.id }
            : { review_at: reviewAt, reviewer_id: me.id, told_overdue_at: null },
        )
        .where("id", "=", hold.id)
        .execute();
      const data = { holdId: hold.id, personId: me.id, outcome: review.outcome, reviewAt };
      await appendEvents(tx, [LegalHoldReviewed.create({ ...aboutSession(state, me, deps.clock), data })]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/sessions/:id/erasure",
    summary: "Destroys every key of whoever wrote in this session, and all that was hers, for ever",
    roles: supervisorsOnly,
    body: EraseContact,
    does: async (tx, { cause }, { me, params, now, deps }) => {
      const { id } = SessionParam.parse(params);
      const { state } = await sessionOf(tx, id, me.id);
      const refusal = await eraseContact(tx, { contactId: state.contactId, cause, by: me.id, now });
      if (refusal) throw new Refused(refusal);
      deps.wakeKeeper();
      return undefined;
    },
  }),
];

/** The session; for whoever knows the contact there is none. */
export async function sessionOf(
  tx: Transaction<RoutingTables> | Database<RoutingTables>,
  id: string,
  personId: string,
) {
  const row = await tx
    .selectFrom("sessions")
    .select("state")
    .where("id", "=", id)
    .where("contact_id", "not in", (walled) =>
      walled.selectFrom("walls").select("contact_id").where("person_id", "=", personId),
    )
    .executeTakeFirst();
  if (!row) throw new Refused("not-found");
  return row;
}
