import type { IncomingMessage, ServerResponse } from "node:http";
import { isUnavailable } from "@liss/database";
import type { Logger } from "@liss/telemetry";
import { Router } from "express";
import type { GatewayMetrics } from "../metrics.ts";
import { type GroupCommit, QueueFull, TooSlow } from "./group-commit.ts";
import { handshake } from "./handshake.ts";
import { type RawDelivery, rawDelivery } from "./raw-delivery.ts";
import { readBody } from "./read-body.ts";
import { digestOf, isSignedBy, signingKey } from "./signature.ts";
import { tracedRequest } from "./traced-request.ts";

/** Source: whatsapp-cloud-api.md §1. A lower limit would make Meta repeat the same request for seven days. */
const largestBody = 3 * 2 ** 20;
const retryAfterSeconds = "5";

export type WebhookOptions = {
  appSecret: string;
  verifyToken: string;
  deliveries: GroupCommit<RawDelivery>;
  /** In a burst webhooks are counted and stored, and not traced one by one. */
  isBurst: () => boolean;
  metrics: GatewayMetrics;
  logger: Logger;
  now: () => Date;
};

export type Receive = (request: IncomingMessage, response: ServerResponse) => void;

/** `GET /webhook` and `POST /webhook`, as one router. */
export function webhookRouter(options: WebhookOptions): Router {
  const router = Router();
  router.get("/webhook", handshake(options.verifyToken, options.metrics.verificationRefused));
  router.post("/webhook", webhookReceiver(options));
  return router;
}

/**
 * `POST /webhook`: 200 only after the sealed bytes are on disk; 401 without our app's signature and 413 beyond 3 MB,
 * with nothing stored; 503 when they cannot be stored now, so that WhatsApp comes again. Plain node:http, for it is
 * the one address that must keep up with whatever WhatsApp sends.
 */
export function webhookReceiver(options: WebhookOptions): Receive {
  const { appSecret, deliveries, isBurst, metrics, logger, now } = options;
  const key = signingKey(appSecret);

  async function answerTo(request: IncomingMessage, traceparent: string): Promise<Answer> {
    // Before the body is read: whoever cannot even name a signature does not get to send three megabytes.
    const digest = digestOf(request.headers["x-hub-signature-256"]);
    if (digest === undefined) return refused("no-signature", 401);
    const body = await readBody(request, largestBody);
    if (body === "too-large") return refused("too-large", 413);
    if (body === "unreadable") return refused("unreadable", 400);
    if (!isSignedBy(key, body, digest)) return refused("wrong-signature", 401);
    try {
      await deliveries.submit(rawDelivery(body, { receivedAt: now(), trace: traceparent }));
    } catch (error) {
      return deferred(error);
    }
    metrics.webhookAccepted();
    return { status: 200 };
  }

  function refused(reason: string, status: number): Answer {
    metrics.webhookRejected(reason);
    // What was not read would be taken for the next request.
    return { status, headers: { connection: "close" } };
  }

  function deferred(error: unknown): Answer {
    const reason = reasonOf(error);
    metrics.webhookDeferred(reason);
    logger.error({ err: error, reason }, "a webhook could not be stored; WhatsApp will send it again");
    return { status: 503, headers: { "retry-after": retryAfterSeconds } };
  }

  return (request, response) => {
    void tracedRequest({ name: "POST /webhook", recorded: !isBurst() }, async (traceparent) => {
      const { status, headers } = await answerTo(request, traceparent);
      response.writeHead(status, { ...headers, "content-length": 0 }).end();
      return status;
    });
  };
}

type Answer = { status: number; headers?: Record<string, string> };

function reasonOf(error: unknown): string {
  if (error instanceof QueueFull) return "queue-full";
  return error instanceof TooSlow || isUnavailable(error) ? "database" : "error";
}
