import { type Identity, isOwnName, type Person } from "@liss/identity";
import express, { type Response, type Router } from "express";
import { z } from "zod";
import type { SourceReport } from "../ledger/completeness.ts";
import type { Look } from "./looks.ts";
import type { Names } from "./names.ts";
import { Refused } from "./problems.ts";
import { latestCheckpoint, proveConsistency, proveInclusion, proveSession } from "./proofs.ts";
import { type ReportDependencies, reportRoutes } from "./report-routes.ts";
import {
  type Consistency,
  type Inclusion,
  type Me,
  type SessionInclusion,
  type SessionLife,
  type SessionList,
  SessionQuery,
  type SignedCheckpoint,
  type Step,
  type Summary,
  type Unattached,
} from "./schema.ts";
import { findSession, listSessions } from "./sessions.ts";
import { stepAt, stepsOfSession, unattachedSteps } from "./steps.ts";
import { summarize } from "./summary.ts";

export type AuditorDependencies = ReportDependencies & {
  identity: Pick<Identity, "requireRole" | "handler">;
  names: Names;
  completeness: () => Promise<SourceReport[]>;
};

const Id = z.object({ id: z.uuid() });
const Index = z.object({ index: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) });
const Sizes = z.object({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0) });
const Period = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
const DAY_MS = 86_400_000;

/** What an auditor may ask. Everything is read only, for auditors only, and every look is itself recorded. */
export function auditorRoutes(dependencies: AuditorDependencies): Router {
  const { db, identity, names, looks, completeness, now } = dependencies;
  const router = express.Router();
  router.use(identity.requireRole("auditor"));
  router.use(reportRoutes(dependencies));

  /** Records the look, then answers. In that order. */
  async function show<Answer>(response: Response, look: Look, answer: Answer): Promise<void> {
    await looks.look(response.locals.person as Person, look);
    response.json(answer);
  }

  router.get("/me", async (_request, response) => {
    const { id, name, role } = response.locals.person as Person;
    response.json({ person: { id, name, role }, people: await names.all() } satisfies Me);
  });

  router.get("/sessions", async (request, response) => {
    const query = SessionQuery.parse(request.query);
    const list = await listSessions(db, names, query);
    const { id, name } = response.locals.person as Person;
    const aboutHerself = query.person === id || isOwnName(query.text ?? "", name);
    await show<SessionList>(
      response,
      { what: "sessions", entries: list.sessions.length, aboutHerself },
      list,
    );
  });

  router.get("/sessions/:id", async (request, response) => {
    const { id } = Id.parse(request.params);
    const session = await findSession(db, names, id);
    if (!session) throw new Refused("not-found");
    const steps = await stepsOfSession(db, names, id);
    await show<SessionLife>(
      response,
      { what: "session", entries: steps.length, sessionId: id },
      { session, steps },
    );
  });

  router.get("/sessions/:id/inclusion", async (request, response) => {
    const { id } = Id.parse(request.params);
    const indexes = (await stepsOfSession(db, names, id)).map((step) => step.index);
    if (indexes.length === 0) throw new Refused("not-found");
    const proofs = await proveSession(db, indexes);
    await show<SessionInclusion>(response, { what: "proof", entries: indexes.length, sessionId: id }, proofs);
  });

  router.get("/entries/:index", async (request, response) => {
    const step = await stepAt(db, names, Index.parse(request.params).index);
    if (!step) throw new Refused("not-found");
    await show<Step>(response, { what: "entry", entries: 1 }, step);
  });

  router.get("/entries/:index/inclusion", async (request, response) => {
    const proof = await proveInclusion(db, Index.parse(request.params).index);
    await show<Inclusion>(response, { what: "proof", entries: 1 }, proof);
  });

  router.get("/unattached", async (_request, response) => {
    const steps = await unattachedSteps(db, names);
    await show<Unattached>(response, { what: "sessions", entries: steps.length }, { steps });
  });

  router.get("/summary", async (request, response) => {
    const period = Period.parse(request.query);
    const to = period.to ? new Date(period.to) : now();
    const from = period.from ? new Date(period.from) : new Date(to.getTime() - DAY_MS);
    const summary = await summarize(db, { from, to }, await completeness());
    await show<Summary>(response, { what: "report", entries: summary.accepted }, summary);
  });

  // Tree heads say nothing of anybody: asking for them is no look at the record.
  router.get("/checkpoint", async (_request, response) => {
    response.json((await latestCheckpoint(db)) satisfies SignedCheckpoint);
  });

  router.get("/consistency", async (request, response) => {
    const { from, to } = Sizes.parse(request.query);
    response.json((await proveConsistency(db, from, to)) satisfies Consistency);
  });

  return router;
}
