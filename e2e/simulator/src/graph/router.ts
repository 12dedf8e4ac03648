import { createHash, timingSafeEqual } from "node:crypto";
import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from "express";
import { strike } from "../faults/active.ts";
import type { Courier } from "../webhook/courier.ts";
import { record, type World } from "../world/world.ts";
import { refuse } from "./answer.ts";
import { graphRefusal, type Refusal, refusal, unknownObject } from "./errors.ts";
import { lineFields } from "./line-fields.ts";
import { markRead } from "./mark-read.ts";
import { downloadRouter, mediaRouter } from "./media.ts";
import { type Buckets, send } from "./send.ts";

/** The Cloud API: `/{version}/{object id}/…`. Source: whatsapp-cloud-api.md §3–§5. */
export function graphRouter(world: World, courier: Courier, buckets: Buckets): Router {
  const router = express.Router();
  const allowed: RequestHandler = (req, res, next) => {
    const refused = authorise(world, req.get("authorization"));
    if (!refused) return next();
    record(world, {
      kind: "api",
      what: `${req.method} without a valid token`,
      outcome: "refused",
      code: refused.code,
    });
    refuse(res, refused);
  };
  router.use(downloadRouter(world, allowed));
  // Everything else here lives under a version; the rest of the paths are not the Cloud API's.
  router.use((req, _res, next) => next(/^\/v\d+\.\d+\//.test(req.path) ? undefined : "router"));
  router.use((req, res, next) => {
    const [, version] = req.path.split("/");
    if (version === world.line.graphVersion) next();
    else refuse(res, graphRefusal(2500, `Unknown path components: /${version}`));
  });

  router.post("/:version/:id/messages", allowed, known(world), express.json({ limit: "1mb" }), (req, res) => {
    world.counters.messages.requested += 1;
    const body: unknown = req.body;
    const isMark = typeof body === "object" && body !== null && "status" in body;
    const what = isMark ? "POST messages read" : `POST messages ${typeIn(body)}`;
    const trouble = isMark ? undefined : troubleOf(world, body);
    const outcome = trouble ?? (isMark ? markRead(world, body) : send(world, courier, buckets, body));
    if ("refused" in outcome) {
      world.counters.messages.refused += 1;
      record(world, { kind: "api", what, outcome: "refused", code: outcome.refused.code });
      return refuse(res, outcome.refused);
    }
    if ("silentMs" in outcome && outcome.silentMs !== undefined) {
      record(world, { kind: "api", what, outcome: "unanswered" });
      return hold(res, outcome.silentMs);
    }
    record(world, { kind: "api", what, outcome: "ok", code: 200 });
    if ("answer" in outcome) res.json(outcome.answer);
  });

  router.use(mediaRouter(world, allowed, known(world)));

  router.get("/:version/:id", allowed, (req, res) => {
    const fields = lineFields(world, String(req.params.id), req.query.fields);
    return fields ? res.json(fields) : refuse(res, unknownObject("GET", String(req.params.id)));
  });
  router.all("/:version/:id{/*rest}", allowed, (req, res) => {
    refuse(res, unknownObject(req.method, String(req.params.id)));
  });
  router.use(unreadable);
  return router;
}

function authorise(world: World, header = ""): Refusal | undefined {
  const [, token = ""] = /^Bearer\s+(.+)$/i.exec(header) ?? [];
  if (!sameText(token, world.line.accessToken)) {
    return graphRefusal(190, "Invalid OAuth access token - Cannot parse access token");
  }
  if (!strike(world, "revoked-token")) return undefined;
  const message =
    "Error validating access token: The session has been invalidated because the access was revoked.";
  return graphRefusal(190, message, 460);
}

/** Only Liss's number can be written through. */
function known(world: World): RequestHandler {
  return (req, res, next) => {
    const id = String(req.params.id);
    if (id === world.line.phoneNumberId) next();
    else refuse(res, unknownObject(req.method, id));
  };
}

/** Faults that stop a send before it is looked at. */
function troubleOf(world: World, body: unknown): { refused: Refusal } | { silentMs: number } | undefined {
  const phoneId = phoneIn(world, body);
  const limited = strike(world, "rate-limit", { phoneId });
  if (limited) {
    const refused = refusal(limited.code, "Injected rate limit.");
    const { retryAfter, accountMinutes } = limited;
    const usage = { type: "messages", call_count: 100, estimated_time_to_regain_access: accountMinutes };
    const headers = {
      ...(retryAfter > 0 && { "retry-after": String(retryAfter) }),
      ...(accountMinutes > 0 && {
        "x-business-use-case-usage": JSON.stringify({ [world.line.businessAccountId]: [usage] }),
      }),
    };
    return { refused: { ...refused, headers } };
  }
  const broken = strike(world, "server-error", { phoneId });
  if (broken) return { refused: refusal(131000, "Injected server error.", { status: broken.status }) };
  const silent = strike(world, "timeout-before-acceptance", { phoneId });
  return silent ? { silentMs: silent.holdMs } : undefined;
}

function phoneIn(world: World, body: unknown): string | undefined {
  const { to, recipient } = (typeof body === "object" && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  if (typeof to === "string") return to.replace(/\D/g, "");
  return [...world.phones.values()].find(({ bsuid }) => bsuid === recipient)?.id;
}

function typeIn(body: unknown): string {
  const type = typeof body === "object" && body !== null && "type" in body ? body.type : undefined;
  return typeof type === "string" && /^\w{1,30}$/.test(type) ? type : "?";
}

/** No answer: the socket is kept, then cut. */
function hold(res: Response, ms: number): void {
  const timer = setTimeout(() => res.destroy(), ms);
  res.on("close", () => clearTimeout(timer));
}

function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

const unreadable: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const status = (error as { status?: unknown }).status;
  if (typeof status === "number" && status < 500) {
    refuse(res, graphRefusal(100, "(#100) The request body could not be parsed."));
  } else next(error);
};
