import { isUnavailable } from "@liss/database";
import type { Logger } from "@liss/telemetry";
import { injectTrace } from "@liss/telemetry";
import type { Vault } from "@liss/vault";
import express, { type ErrorRequestHandler, type RequestHandler, Router } from "express";
import type { GatewayMetrics } from "../metrics.ts";
import { type GroupCommit, QueueFull } from "./group-commit.ts";
import { handshake } from "./handshake.ts";
import { type RawDelivery, sealDelivery } from "./raw-delivery.ts";
import { digestOf, isSignedBy } from "./signature.ts";

/** Source: whatsapp-cloud-api.md §1. A lower limit would make Meta repeat the same request for seven days. */
const largestBody = 3 * 2 ** 20;
/** A commit takes milliseconds; whoever waits longer does better to come again. */
const storeWithinMs = 10_000;
const retryAfterSeconds = "5";

export type WebhookOptions = {
  appSecret: string;
  verifyToken: string;
  vault: Vault;
  deliveries: GroupCommit<RawDelivery>;
  /** Called after each commit: there is something to interpret. */
  onStored: () => void;
  metrics: GatewayMetrics;
  logger: Logger;
  now: () => Date;
};

/**
 * `GET /webhook` and `POST /webhook`.
 * POST: 200 only after the sealed bytes are on disk; 401 without our app's signature and 413 beyond 3 MB, with
 * nothing stored; 503 when they cannot be stored now, so that WhatsApp comes again.
 */
export function webhookRouter(options: WebhookOptions): Router {
  const { appSecret, verifyToken, vault, deliveries, onStored, metrics, logger, now } = options;

  /** Before the body is read: whoever cannot even name a signature does not get to send three megabytes. */
  const requireSignature: RequestHandler = (request, response, next) => {
    response.locals.digest = digestOf(request.get("x-hub-signature-256"));
    if (response.locals.digest !== undefined) return next();
    metrics.webhookRejected("no-signature");
    response.sendStatus(401);
  };

  const store: RequestHandler = async (request, response) => {
    const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!isSignedBy(appSecret, body, response.locals.digest)) {
      metrics.webhookRejected("wrong-signature");
      response.sendStatus(401);
      return;
    }
    try {
      await withinLimit(
        sealDelivery(vault, body, { receivedAt: now(), trace: injectTrace().traceparent ?? "" }).then(
          (delivery) => deliveries.submit(delivery),
        ),
      );
    } catch (error) {
      const reason = error instanceof QueueFull ? "queue-full" : isUnavailable(error) ? "database" : "error";
      metrics.webhookDeferred(reason);
      logger.error({ err: error, reason }, "a webhook could not be stored; WhatsApp will send it again");
      response.set("retry-after", retryAfterSeconds).sendStatus(503);
      return;
    }
    metrics.webhookAccepted();
    response.sendStatus(200);
    onStored();
  };

  /** Errors of reading the body: too large, cut off, compressed. */
  const unreadable: ErrorRequestHandler = (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const tooLarge = error?.type === "entity.too.large";
    metrics.webhookRejected(tooLarge ? "too-large" : "unreadable");
    response.sendStatus(tooLarge ? 413 : 400);
  };

  const router = Router();
  router.get("/webhook", handshake(verifyToken));
  router.post(
    "/webhook",
    requireSignature,
    // The signature covers the bytes as they came: no content type is trusted, nothing is decompressed.
    express.raw({ type: () => true, limit: largestBody, inflate: false }),
    store,
    unreadable,
  );
  return router;
}

class TooSlow extends Error {
  override readonly name = "TooSlow";
}

/** Should the commit happen after all, the repetition finds its messages already known. */
async function withinLimit(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooSlow = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooSlow("storing took too long")), storeWithinMs);
  });
  try {
    await Promise.race([work, tooSlow]);
  } finally {
    clearTimeout(timer);
  }
}
