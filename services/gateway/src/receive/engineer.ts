import { type RequestHandler, Router } from "express";
import type { GatewayDatabase } from "../database/tables.ts";
import { isSameSecret } from "./handshake.ts";

const mostItems = 500;

/**
 * `GET /engineer/deliveries?state=not-understood`: what came correctly signed and could not be read, newest first,
 * without content. Bearer token; without a token in the configuration the route does not exist.
 */
export function engineerRouter(db: GatewayDatabase, token: string | undefined): Router {
  const router = Router();
  if (token === undefined) return router;

  const requireToken: RequestHandler = (request, response, next) => {
    const given = request.get("authorization")?.match(/^Bearer (.+)$/)?.[1];
    if (isSameSecret(given, token)) return next();
    response
      .status(401)
      .set("www-authenticate", "Bearer")
      .json(problem(401, "A valid bearer token is needed"));
  };

  router.get("/engineer/deliveries", requireToken, async ({ query }, response) => {
    if (query.state !== "not-understood") {
      response.status(400).json(problem(400, "state must be not-understood"));
      return;
    }
    const items = await db
      .selectFrom("not_understood_items")
      .select(["delivery_id", "received_at", "reason", "path", "size"])
      .orderBy("received_at", "desc")
      .orderBy("path")
      .limit(mostItems)
      .execute();
    response.set("cache-control", "no-store").json({
      items: items.map(({ delivery_id, received_at, reason, path, size }) => ({
        id: delivery_id,
        time: received_at.toISOString(),
        reason,
        path,
        size,
      })),
    });
  });
  return router;
}

function problem(status: number, title: string) {
  return { type: "about:blank", status, title };
}
