import { Router } from "express";
import { prometheus } from "./metrics.ts";

const checkTimeoutMs = 2_000;

/** Resolves when the dependency can be used; throws when it cannot. */
export type Check = () => Promise<unknown>;

/**
 * `/healthz` (the process answers), `/readyz` (each dependency answers within two seconds) and `/metrics`
 * (Prometheus text). `/readyz` is 200 or 503 with `{ status, checks: { postgres: "ok" | "failed" | "timed-out" } }`:
 * which check failed, never why in words, because error texts can carry data.
 */
export function healthRouter(options: { ready: Record<string, Check>; timeoutMs?: number }): Router {
  const router = Router();
  router.get("/healthz", (_request, response) => {
    response.json({ status: "ok" });
  });
  router.get("/readyz", async (_request, response) => {
    const checks = await runChecks(options.ready, options.timeoutMs ?? checkTimeoutMs);
    const ready = Object.values(checks).every((outcome) => outcome === "ok");
    response
      .status(ready ? 200 : 503)
      .set("cache-control", "no-store")
      .json({ status: ready ? "ready" : "not-ready", checks });
  });
  router.get("/metrics", (request, response) => {
    prometheus.getMetricsRequestHandler(request, response);
  });
  return router;
}

type Outcome = "ok" | "failed" | "timed-out";

async function runChecks(checks: Record<string, Check>, timeoutMs: number): Promise<Record<string, Outcome>> {
  const outcomes = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check, timeoutMs)] as const),
  );
  return Object.fromEntries(outcomes);
}

async function runCheck(check: Check, timeoutMs: number): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Outcome>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, "timed-out");
  });
  const outcome = Promise.resolve()
    .then(check)
    .then(
      (): Outcome => "ok",
      (): Outcome => "failed",
    );
  try {
    return await Promise.race([outcome, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
