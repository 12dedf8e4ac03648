import { AttentionEntered, contactScope, FactsChanged, ReferralMade, ReferralSettled } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { readDirectory } from "../case/directory-csv.ts";
import { mayChangeField } from "../case/fields.ts";
import {
  CaseFacts,
  ChangeFacts,
  Directory,
  DirectoryImported,
  EnterAttention,
  FollowUp,
  FollowUps,
  ImportDirectory,
  Refer,
  Referrals,
  SettleReferral,
} from "./case-requests.ts";
import { type Asked, deskCommand, type Endpoint, question, supervisorsOnly } from "./endpoint.ts";
import { factsFor, sealFacts } from "./facts.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";
import { aboutSession } from "./routes.ts";
import { mayRead } from "./sight.ts";

const SessionParam = z.object({ id: z.uuid() });

/** The session of the path, if this person may read it; for everybody else there is none. */
async function readable({ deps, me, params }: Asked) {
  const { id } = SessionParam.parse(params);
  const row = await deps.db.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirst();
  if (!row || !(await mayRead(deps.db, me, row.state, deps.clock.now()))) throw new Refused("not-found");
  return row.state;
}

/** The same, and hers to act on: she attends or attended it, or she is a supervisor. */
async function hers(asked: Asked) {
  const session = await readable(asked);
  if (asked.me.role !== "supervisor" && session.owner !== asked.me.id && session.lastOwner !== asked.me.id)
    throw new Refused("not-yours");
  return session;
}

/** The case beside the conversation: facts, referrals, follow-ups, other channels, the directory. */
export const referralEndpoints: Endpoint[] = [
  question({
    path: "/sessions/:id/case",
    whose: "reader",
    summary: "The facts of the case that she may read",
    answer: CaseFacts,
    handle: async (asked) => factsFor(asked.deps, asked.me, await readable(asked)),
  }),
  deskCommand({
    method: "put",
    path: "/sessions/:id/case",
    whose: "reader",
    summary: "Changes facts of the case, each within its own permission",
    body: ChangeFacts,
    answer: Done,
    does: async (tx, { facts }, { now, ...asked }) => {
      const session = await hers(asked);
      const { deps, me } = asked;
      const sealed = await sealFacts(deps, session.contactId, facts);
      for (const { field, box } of sealed) {
        if (!mayChangeField(field, me, session, now)) throw new Refused("not-permitted", field);
        const at = { contact_id: session.contactId, field };
        if (box === null) {
          await tx
            .deleteFrom("case_facts")
            .where("contact_id", "=", at.contact_id)
            .where("field", "=", field)
            .execute();
          continue;
        }
        const value = {
          content_key_id: box.keyId,
          content_box: Buffer.from(box.box, "base64"),
          by_id: me.id,
          at: now,
        };
        await tx
          .insertInto("case_facts")
          .values({ ...at, ...value })
          .onConflict((conflict) => conflict.columns(["contact_id", "field"]).doUpdateSet(value))
          .execute();
      }
      const data = { personId: me.id, fields: sealed.map(({ field }) => field) };
      await appendEvents(tx, [FactsChanged.create({ ...aboutSession(session, me, deps.clock), data })]);
      return undefined;
    },
  }),
  question({
    path: "/sessions/:id/referrals",
    whose: "reader",
    summary: "Where she was referred, and what became of it",
    answer: Referrals,
    handle: async (asked) => {
      const session = await readable(asked);
      const rows = await asked.deps.db
        .selectFrom("referrals")
        .leftJoin("directory", "directory.id", "referrals.directory_id")
        .selectAll("referrals")
        .select("directory.name")
        .where("session_id", "=", session.id)
        .orderBy("made_at")
        .execute();
      return {
        referrals: rows.map((row) => ({
          id: row.id,
          kind: row.kind,
          service: row.name,
          basis: row.basis,
          purposes: row.purposes,
          state: row.state,
          madeAt: row.made_at.toISOString(),
          settledAt: row.settled_at?.toISOString() ?? null,
        })),
      };
    },
  }),
  deskCommand({
    path: "/sessions/:id/referrals",
    whose: "reader",
    summary:
      "Refers her to a service, with her consent purpose by purpose, or as an emergency with its reason",
    body: Refer,
    answer: Done,
    does: async (tx, { referralId, kind, directoryId, basis, purposes, reason }, { now, ...asked }) => {
      const session = await hers(asked);
      const { deps, me } = asked;
      const sealed = reason
        ? await deps.vault.seal(contactScope(session.contactId), `referral:${referralId}`, reason)
        : null;
      await tx
        .insertInto("referrals")
        .values({
          id: referralId,
          session_id: session.id,
          kind,
          directory_id: directoryId,
          basis,
          purposes,
          reason_key_id: sealed?.keyId ?? null,
          reason_box: sealed ? Buffer.from(sealed.box, "base64") : null,
          made_by: me.id,
          made_at: now,
        })
        .execute();
      const data = { personId: me.id, referralId, kind, basis, purposes };
      await appendEvents(tx, [ReferralMade.create({ ...aboutSession(session, me, deps.clock), data })]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/sessions/:id/referrals/:referral/result",
    whose: "reader",
    summary: "Writes what the service answered: the loop is closed",
    body: SettleReferral,
    answer: Done,
    does: async (tx, { state }, { now, ...asked }) => {
      const session = await hers(asked);
      const { deps, me } = asked;
      const referralId = z.uuid().parse(asked.params.referral);
      const settled = await tx
        .updateTable("referrals")
        .set({ state, settled_by: me.id, settled_at: now })
        .where("id", "=", referralId)
        .where("session_id", "=", session.id)
        .returning("id")
        .executeTakeFirst();
      if (!settled) throw new Refused("not-found");
      const data = { personId: me.id, referralId, state };
      await appendEvents(tx, [ReferralSettled.create({ ...aboutSession(session, me, deps.clock), data })]);
      return undefined;
    },
  }),
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
    does: async (tx, _body, { me, params, now }) => {
      const done = await tx
        .updateTable("follow_ups")
        .set({ done_at: now })
        .where("id", "=", SessionParam.parse(params).id)
        .where("person_id", "=", me.id)
        .returning("id")
        .executeTakeFirst();
      if (!done) throw new Refused("not-found");
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
  question({
    path: "/directory",
    summary: "Services by region, commune and kind, each with the date on which it was verified",
    answer: Directory,
    handle: async ({ deps: { db }, req }) => {
      const asked = z
        .object({ region: z.string(), commune: z.string(), kind: z.string() })
        .partial()
        .parse(req.query);
      let query = db
        .selectFrom("directory")
        .selectAll()
        .select(sql<string>`to_char(verified_on, 'YYYY-MM-DD')`.as("verified"))
        .orderBy("region")
        .orderBy("commune")
        .orderBy("name")
        .limit(500);
      if (asked.region) query = query.where("region", "=", asked.region);
      if (asked.commune) query = query.where("commune", "=", asked.commune);
      if (asked.kind) query = query.where("kind", "=", asked.kind as "other");
      const rows = await query.execute();
      return {
        services: rows.map(({ verified, verified_on: _date, ...row }) => ({ ...row, verifiedOn: verified })),
      };
    },
  }),
  deskCommand({
    path: "/directory",
    summary: "Imports services from a CSV; a line of the same name and commune is brought up to date",
    roles: supervisorsOnly,
    body: ImportDirectory,
    answer: DirectoryImported,
    does: async (tx, { csv }) => {
      const { rows, problems } = readDirectory(csv);
      for (const row of rows) {
        const values = {
          ...row,
          phone: row.phone ?? null,
          hours: row.hours ?? null,
          address: row.address ?? null,
        };
        await tx
          .insertInto("directory")
          .values({ id: uuidv7(), ...values })
          .onConflict((conflict) => conflict.columns(["name", "commune"]).doUpdateSet(values))
          .execute();
      }
      return { imported: rows.length, problems };
    },
  }),
];
