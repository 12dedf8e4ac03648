import {
  RightsAnswered,
  RightsExported,
  RightsExtended,
  RightsIdentityChecked,
  RightsRequested,
} from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { z } from "zod";
import type { RoutingTables } from "../database/tables.ts";
import { localTime } from "../hours/schedule.ts";
import { eraseContact } from "../retention/erase-contact.ts";
import { saidAgreedWord } from "../rights/agreed-word.ts";
import { dueAt, extended } from "../rights/clock.ts";
import { herData, readable } from "../rights/export.ts";
import { noticeShort } from "../rights/words.es-cl.ts";
import type { Session } from "../session/session.ts";
import { readPolicy } from "../store/policy.ts";
import { type Asked, deskCommand, type Endpoint, question, supervisorsOnly } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { sessionOf } from "./retention-endpoints.ts";
import { AnswerRight, AskForRight, CheckWord, HerExport, RightsBook } from "./rights-requests.ts";
import { rightsBook } from "./rights-view.ts";
import { aboutSession } from "./routes.ts";

const SessionParam = z.object({ id: z.uuid() });
const RequestParam = z.object({ request: z.uuid() });
const Nothing = z.object({});

/** Her rights over her data: asked, made sure that it is she, answered in time, all on the record. */
export const rightsEndpoints: Endpoint[] = [
  question({
    path: "/rights",
    summary: "What women asked about their data, and until when each must be answered",
    roles: supervisorsOnly,
    answer: RightsBook,
    handle: ({ deps, me }) => rightsBook(deps, me),
  }),
  deskCommand({
    path: "/sessions/:id/rights",
    whose: "owner-or-supervisor",
    summary: "Writes down that she asked for a right over her data",
    body: AskForRight,
    does: async (tx, { requestId, kind, word }, { me, params, now, deps }) => {
      const { id } = SessionParam.parse(params);
      const { state } = await sessionOf(tx, id, me.id);
      if (state.owner !== me.id && me.role !== "supervisor") throw new Refused("not-yours");
      const { hours } = await readPolicy(tx);
      const due = dueAt(kind, now, localTime(now, hours.timeZone).date, deps.isHoliday);
      const matches = word === undefined ? null : await saidAgreedWord(deps, state.contactId, word);
      const written = await tx
        .insertInto("rights_requests")
        .values({
          id: requestId,
          session_id: id,
          kind,
          by_id: me.id,
          asked_at: now,
          due_at: due,
          identity_matches: matches,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id")
        .executeTakeFirst();
      if (!written) throw new Refused("conflict", "A request with this id exists already");
      const about = aboutSession(state, me, deps.clock);
      const asked = { requestId, personId: me.id };
      await appendEvents(tx, [RightsRequested.create({ ...about, data: { ...asked, kind, dueAt: due } })]);
      if (matches !== null) {
        const checked = aboutSession(state, me, deps.clock);
        await appendEvents(tx, [RightsIdentityChecked.create({ ...checked, data: { ...asked, matches } })]);
      }
      return undefined;
    },
  }),
  onRequest("identity", "Checks the agreed word of whoever asks", CheckWord, async (tx, { word }, asked) => {
    const { request, state, me, deps } = asked;
    const matches = await saidAgreedWord(deps, state.contactId, word);
    await tx
      .updateTable("rights_requests")
      .set({ identity_matches: matches })
      .where("id", "=", request.id)
      .execute();
    const data = { requestId: request.id, personId: me.id, matches };
    await appendEvents(tx, [RightsIdentityChecked.create({ ...aboutSession(state, me, deps.clock), data })]);
  }),
  onRequest(
    "extend",
    "Takes the thirty days more that the law allows once",
    Nothing,
    async (tx, _body, asked) => {
      const { request, state, me, deps, now } = asked;
      if (request.extended_at !== null || request.kind === "blocking") throw new Refused("already-extended");
      const due = extended(request.due_at.toISOString());
      await tx
        .updateTable("rights_requests")
        .set({ due_at: due, extended_at: now, told_overdue_at: null })
        .where("id", "=", request.id)
        .execute();
      const data = { requestId: request.id, personId: me.id, dueAt: due };
      await appendEvents(tx, [RightsExtended.create({ ...aboutSession(state, me, deps.clock), data })]);
    },
  ),
  onRequest(
    "answer",
    "Grants or refuses; granting an erasure or a blocking does it",
    AnswerRight,
    async (tx, answer, asked) => {
      const { request, state, me, deps, now } = asked;
      const legalReason = answer.outcome === "refused" ? answer.legalReason : undefined;
      if (answer.outcome === "granted") {
        if (request.identity_matches !== true) throw new Refused("identity-first");
        await grant(tx, asked);
      }
      await tx
        .updateTable("rights_requests")
        .set({
          answered_at: now,
          answered_by: me.id,
          outcome: answer.outcome,
          legal_reason: legalReason ?? null,
        })
        .where("id", "=", request.id)
        .execute();
      const data = {
        requestId: request.id,
        kind: request.kind,
        personId: me.id,
        outcome: answer.outcome,
        legalReason,
      };
      await appendEvents(tx, [RightsAnswered.create({ ...aboutSession(state, me, deps.clock), data })]);
      if (request.kind === "erasure") deps.wakeKeeper();
    },
  ),
  {
    method: "post",
    path: "/rights/:request/export",
    summary: "What is kept about her, to read and to take elsewhere; on the record",
    roles: supervisorsOnly,
    whose: "anyone",
    body: Nothing,
    answer: HerExport,
    handle: async ({ deps, me, params }) => {
      const { request, state } = await openRequest(deps.db, params, me.id);
      if (request.identity_matches !== true) throw new Refused("identity-first");
      const data = await herData(deps, me, state);
      const messages = data.conversations.reduce((sum, one) => sum + one.messages.length, 0);
      await deps.recorder.record(
        RightsExported.create({
          ...aboutSession(state, me, deps.clock),
          data: { requestId: request.id, personId: me.id, messages },
        }),
      );
      return { readable: readable(data, noticeShort(deps.schedule).text), data };
    },
  },
];

type Tx = Transaction<RoutingTables>;
type OnRequest = Awaited<ReturnType<typeof openRequest>> & Asked & { now: string };

/** A command of a supervisor on a request that is not answered yet. */
function onRequest<Body extends z.ZodType>(
  name: string,
  summary: string,
  body: Body,
  does: (tx: Tx, body: z.output<Body>, asked: OnRequest) => Promise<void>,
): Endpoint {
  return deskCommand({
    path: `/rights/:request/${name}`,
    summary,
    roles: supervisorsOnly,
    body,
    does: async (tx, content, asked) => {
      const open = await openRequest(tx, asked.params, asked.me.id);
      if (open.request.answered_at !== null) throw new Refused("already-answered");
      await does(tx, content, { ...asked, ...open });
      return undefined;
    },
  });
}

async function openRequest(db: Tx | Asked["deps"]["db"], params: Record<string, string>, personId: string) {
  const { request: id } = RequestParam.parse(params);
  const query = db.selectFrom("rights_requests").selectAll().where("id", "=", id);
  const request = await query.executeTakeFirst();
  if (!request) throw new Refused("not-found");
  const { state } = await sessionOf(db, request.session_id, personId);
  return { request, state: state as Session };
}

/** What granting does by itself; the rest a person does, and says so by granting. */
async function grant(tx: Tx, { request, state, me, now }: OnRequest): Promise<void> {
  if (request.kind === "erasure") {
    const refusal = await eraseContact(tx, { contactId: state.contactId, cause: "request", by: me.id, now });
    if (refusal) throw new Refused(refusal);
  }
  if (request.kind === "blocking")
    await tx
      .updateTable("contacts")
      .set({ blocked_at: new Date(now) })
      .where("id", "=", state.contactId)
      .execute();
}
