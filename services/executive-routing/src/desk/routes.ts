import { MessagesSeen, messageContext, SessionRead, sessionScope } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import type { Identity } from "@liss/identity";
import { appendEvents } from "@liss/messaging";
import type { Safety } from "@liss/safety";
import { inSession } from "@liss/telemetry";
import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Clock } from "../arrivals/handling.ts";
import type { RoutingTables } from "../database/tables.ts";
import type { HolidaysAhead } from "../hours/holidays.ts";
import type { IsHoliday } from "../hours/schedule.ts";
import { showPresence } from "../presence/show-presence.ts";
import { loadOf } from "../queue/take.ts";
import type { Schedule } from "../retention/schedule.ts";
import { remembering, rememberSeen } from "../search/remember-words.ts";
import { type AttachmentKind, kindOfType } from "../sending/attachable.ts";
import type { RevealNumber } from "../sending/reveal-number.ts";
import { mayShowPresence } from "../sending/send.ts";
import { attach, contentWith, uploadOf } from "../sending/uploads.ts";
import { delegate, reply, takeBack, windowClosesAt } from "../session/conversation.ts";
import { recordEmergency } from "../session/emergency.ts";
import { close, confirmIdentity, release } from "../session/ownership.ts";
import type { Session } from "../session/session.ts";
import { recordChanges } from "../store/feed.ts";
import { lockSession } from "../store/session-store.ts";
import { notTakenBack } from "../store/taken-back.ts";
import {
  Close,
  type Conversation,
  Delegate,
  type Desk,
  MarkSeen,
  RecordEmergency,
  SendMessage,
} from "./api.ts";
import { claiming, takeNext } from "./claiming.ts";
import { type Command, type DeskPerson, perform } from "./commands.ts";
import { type FileDependencies, mountFiles } from "./files.ts";
import { Refused, sendProblem } from "./problems.ts";
import type { Recorder } from "./recorder.ts";
import { robotGone } from "./robot-gone.ts";
import { attendedByOthers, knownTo, offeredTo, sightOf, waitingFor } from "./sight.ts";
import type { ServiceStatus } from "./status-view.ts";
import { mountUpload } from "./upload-route.ts";
import { cardOf, cards, lastSequence, messagesOf, recentAlerts, timelineOf } from "./views.ts";

export type DeskDependencies = FileDependencies & {
  identity: Pick<Identity, "personOf" | "staff">;
  /** May it be written to her, and would its words betray her? */
  safety: Safety;
  robotTopics: string[];
  /** Whether she is shown that she was read and that somebody is writing. */
  showPresence: boolean;
  /** Whoever comes to the desk for the first time may choose from the queue, instead of only taking the next. */
  everybodyChooses: boolean;
  /** Where the trace of a session is looked at; `{traceId}` stands for which. */
  traceViewer?: string | undefined;
  recorder: Recorder;
  /** What works and what does not, as this process last saw it. */
  status: () => ServiceStatus;
  isHoliday: IsHoliday;
  holidays: HolidaysAhead;
  /** Asks the gateway for a number. */
  revealNumber: RevealNumber;
  /** How long what is kept. */
  schedule: Schedule;
  /** Something is to be destroyed at once. */
  wakeKeeper: () => void;
};

const SessionParam = z.object({ id: z.uuid() });

/** What the console asks and commands, under `/api`. Schemas and meanings in api.ts. */
export function deskRoutes(deps: DeskDependencies): Router {
  const { db, vault, clock } = deps;
  const api = express.Router();
  api.use(staffOnly(deps.identity));
  mountUpload(api, deps);
  api.use(express.json({ limit: "64kb" }));
  mountFiles(api, deps);

  api.get("/desk", async (_req, res) => {
    const me = personOf(res);
    const picture = await db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(
        async (tx): Promise<Desk> => ({
          sequence: await lastSequence(tx),
          now: clock.now(),
          me,
          queue: await cards(tx, (query) => knownTo(me.id, waitingFor(me, query))),
          mine: await cards(tx, (query) => query.where("owner_id", "=", me.id)),
          offered: await cards(tx, (query) => knownTo(me.id, offeredTo(me, query))),
          attendedByOthers:
            me.role === "supervisor"
              ? await cards(tx, (query) => knownTo(me.id, attendedByOthers(me, query)))
              : [],
          load: { used: await loadOf(tx, me.id), capacity: await capacityOf(tx, me.id) },
          robotTopics: deps.robotTopics,
          status: deps.status(),
          alerts: me.role === "supervisor" ? await recentAlerts(tx) : [],
        }),
      );
    res.json(picture);
  });

  api.get("/sessions/:id", async (req, res) => {
    const me = personOf(res);
    const { id } = SessionParam.parse(req.params);
    let session: Session | undefined;
    const conversation = await inSession(id, "read session", {}, () =>
      db.transaction().execute(async (tx): Promise<Conversation> => {
        const row = await tx.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirst();
        // Somebody else's conversation does not exist for her: a 403 would say that it does.
        if (!row) throw new Refused("not-found");
        const sight = await sightOf(tx, [id], clock.now());
        const reading = sight.reading(me, id);
        // A supervisor knows of all of them; for an executive what is not hers does not exist.
        if (reading === "with-reason" && me.role === "supervisor") throw new Refused("needs-reason");
        if (reading !== "open") throw new Refused("not-found");
        const sequence = await lastSequence(tx);
        const card = await cardOf(tx, id);
        if (!card) throw new Refused("not-found");
        const messages = await messagesOf(tx, vault, id);
        session = row.state;
        const timeline = await timelineOf(tx, id);
        return {
          sequence,
          card,
          windowClosesAt: windowClosesAt(row.state.lastInboundAt),
          messages,
          timeline,
          robotGone: await robotGone(tx, vault, row.state, timeline),
          glass: sight.glass(me, id),
        };
      }),
    );
    if (session) {
      const data = { personId: me.id, messages: conversation.messages.length };
      await deps.recorder.record(SessionRead.create({ ...aboutSession(session, me, clock), data }));
    }
    res.json(conversation);
  });

  api.post("/sessions/next", async (req, res) => {
    const person = personOf(res);
    res.json(await takeNext(deps, commanded(req, person, "take next"), deps.everybodyChooses));
  });

  /** A command on the session of the path. */
  const onSession = (
    path: string,
    name: string,
    rule: (person: DeskPerson, req: Request) => Command["rule"],
    also?: (
      req: Request,
      sessionId: string,
      person: DeskPerson,
    ) => Promise<Pick<Command, "outgoing" | "also">>,
  ) =>
    api.post(`/sessions/:id/${path}`, async (req, res) => {
      const person = personOf(res);
      const { id } = SessionParam.parse(req.params);
      const extra = (await also?.(req, id, person)) ?? {};
      const command = {
        ...commanded(req, person, name),
        session: async () => id,
        rule: rule(person, req),
        ...extra,
      };
      res.json(await perform(deps, command));
    });

  onSession("claim", "claim", (person) => claiming(person, deps.everybodyChooses));
  onSession("release", "release", (person) => (_tx, now) => release({ by: person.id, now }));
  onSession(
    "confirm-identity",
    "confirm identity",
    (person) => (_tx, now) => confirmIdentity({ by: person.id, now }),
  );
  onSession("take-back", "take back", (person) => (_tx, now) => takeBack({ by: person.id, now }));
  onSession("close", "close", (person, req) => {
    const { classification } = Close.parse(req.body);
    const id = SessionParam.parse(req.params).id;
    return async (tx, now) => {
      await lockSession(tx, id);
      return close({ by: person.id, classification, unseen: await unseenOf(tx, id), now });
    };
  });
  onSession("emergency", "record emergency", (person, req) => {
    const record = RecordEmergency.parse(req.body);
    return (_tx, now) => recordEmergency({ by: person.id, record, now });
  });
  onSession("delegate", "delegate", (person, req) => {
    const { topics, minutes } = Delegate.parse(req.body);
    if (!topics.every((topic) => deps.robotTopics.includes(topic))) throw new Refused("unknown-topic");
    const delegationId = uuidv7();
    return (_tx, now) => {
      const expiresAt = new Date(Date.parse(now) + minutes * 60_000).toISOString();
      return delegate({ by: person.id, delegationId, topics, expiresAt, now });
    };
  });
  onSession(
    "messages",
    "reply",
    (person, req) => {
      const { messageId, file } = SendMessage.parse(req.body);
      return async (tx, now) => {
        const kind = file ? await kindOfUpload(tx, messageId) : "text";
        return reply({ by: person.id, messageId, kind, now });
      };
    },
    async (req, id, person) => {
      const { messageId, text, file, override, replyTo } = SendMessage.parse(req.body);
      const contactId = await contactOf(db, id);
      const place = { messageId, sessionId: id, personId: person.id };
      const upload = file && (await uploadOf(db, place));
      // Sent already, then its first answer is given again; or removed, or somebody else's.
      if (file && !upload) return { also: () => Promise.reject(new Refused("file-not-chosen")) };
      if (upload && text !== "" && kindOfType(upload.mimeType) === "audio")
        throw new Refused("invalid-request", "No words go beside a recording");
      const content =
        file && upload
          ? contentWith(upload, { caption: text, name: file.name })
          : { kind: "text" as const, text };
      const plain = JSON.stringify(content);
      const sealed = await vault.seal(sessionScope(contactId, id), messageContext(messageId), plain);
      const found = { kind: "message" as const, refId: messageId, sessionId: id, contactId };
      const remember = await remembering({ db, vault }, found, text);
      return {
        outgoing: { id: messageId, content, sealed, override, replyTo },
        also: async (tx, _sessionId, session, now) => {
          const as = { role: person.role, now };
          if (upload && !(await attach(tx, session, place, { chosen: upload, ...as })))
            throw new Refused("file-not-chosen");
          await remember(tx);
        },
      };
    },
  );

  api.post("/sessions/:id/seen", async (req, res) => {
    const me = personOf(res);
    const { id } = SessionParam.parse(req.params);
    const { messageIds } = MarkSeen.parse(req.body);
    const read = await inSession(id, "messages seen", {}, () =>
      db.transaction().execute(async (tx) => {
        const row = await tx.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirst();
        if (!row) throw new Refused("not-found");
        if (row.state.owner !== me.id) throw new Refused("not-yours");
        const seen = await tx
          .updateTable("messages")
          .set({ seen_at: clock.now(), seen_by: me.id })
          .where("session_id", "=", id)
          .where("id", "in", messageIds)
          .where("direction", "=", "in")
          .where("seen_at", "is", null)
          .returning("id")
          .execute();
        if (seen.length === 0) return undefined;
        await appendEvents(tx, [
          MessagesSeen.create({
            ...aboutSession(row.state, me, clock),
            data: { personId: me.id, messageIds: seen.map((message) => message.id) },
          }),
        ]);
        if (deps.showPresence && (await mayShowPresence(tx, vault, row.state)))
          await showPresence(tx, aboutSession(row.state, me, clock), { typing: false });
        await recordChanges(tx, [{ kind: "session", sessionId: id, refId: id }]);
        return { contactId: row.state.contactId, messageIds: seen.map((message) => message.id) };
      }),
    );
    deps.changed();
    res.status(204).end();
    if (!read) return;
    // She has her answer: that the words can be found is worth no wait, and a failure here is no failure of hers.
    const about = { sessionId: id, contactId: read.contactId };
    await rememberSeen({ db, vault }, about, read.messageIds).catch((err: unknown) =>
      deps.logger.warn({ err, sessionId: id }, "what was read cannot be found by its words"),
    );
  });

  api.post("/sessions/:id/typing", async (req, res) => {
    const me = personOf(res);
    const { id } = SessionParam.parse(req.params);
    const row = await db.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirst();
    if (!row) throw new Refused("not-found");
    if (row.state.owner !== me.id) throw new Refused("not-yours");
    if (deps.showPresence) {
      const facts = aboutSession(row.state, me, clock);
      await inSession(id, "typing shown", {}, () =>
        db.transaction().execute(async (tx) => {
          if (await mayShowPresence(tx, vault, row.state)) await showPresence(tx, facts, { typing: true });
        }),
      );
      deps.changed();
    }
    res.status(204).end();
  });

  return api;
}

/** Executives and supervisors, from the console's own pages: identity answers nobody else. */
function staffOnly(identity: Pick<Identity, "personOf">): RequestHandler {
  return async (req, res, next) => {
    // Her screen asks and marks as seen by itself; the console says apart when she touches it.
    const byItself = req.method === "GET" || req.path.endsWith("/seen");
    const person = await identity.personOf(req, byItself ? "watching" : "acting");
    if (!person) return sendProblem(res, "not-logged-in");
    if (person.role !== "executive" && person.role !== "supervisor") return sendProblem(res, "not-permitted");
    res.locals.person = { id: person.id, name: person.name, role: person.role } satisfies DeskPerson;
    next();
  };
}

export function commanded(
  req: Request,
  person: DeskPerson,
  name: string,
): Pick<Command, "name" | "person" | "key" | "request"> {
  const key = z.uuid().safeParse(req.get("Idempotency-Key"));
  if (!key.success) throw new Refused("idempotency-key-missing");
  return { name, person, key: key.data, request: [req.params, req.body] };
}

export function personOf(res: Response): DeskPerson {
  return res.locals.person as DeskPerson;
}

export function aboutSession(session: Session, { id, role }: DeskPerson, clock: Clock) {
  return {
    id: uuidv7(),
    source: "executive-routing" as const,
    occurredAt: clock.now(),
    actor: { kind: "person" as const, id, role },
    contactId: session.contactId,
    sessionId: session.id,
  };
}

/** @throws Refused file-not-chosen when no file waits for this message. */
async function kindOfUpload(tx: Transaction<RoutingTables>, messageId: string): Promise<AttachmentKind> {
  const row = await tx
    .selectFrom("uploads")
    .select("mime_type")
    .where("message_id", "=", messageId)
    .executeTakeFirst();
  const kind = row && kindOfType(row.mime_type);
  if (!kind) throw new Refused("file-not-chosen");
  return kind;
}

async function unseenOf(tx: Transaction<RoutingTables>, sessionId: string): Promise<number> {
  const { unseen } = await tx
    .selectFrom("messages")
    .select((count) => count.fn.countAll<number>().as("unseen"))
    .where("session_id", "=", sessionId)
    .where("direction", "=", "in")
    .where("seen_at", "is", null)
    .where(notTakenBack())
    .executeTakeFirstOrThrow();
  return unseen;
}

async function contactOf(db: Database<RoutingTables>, sessionId: string): Promise<string> {
  const row = await db
    .selectFrom("sessions")
    .select("contact_id")
    .where("id", "=", sessionId)
    .executeTakeFirst();
  if (!row) throw new Refused("not-found");
  return row.contact_id;
}

async function capacityOf(
  tx: Pick<Database<RoutingTables>, "selectFrom">,
  personId: string,
): Promise<number> {
  const row = await tx
    .selectFrom("executives")
    .select("capacity")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row?.capacity ?? 1;
}
