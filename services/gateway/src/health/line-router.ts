import { Router } from "express";
import type { LineReport } from "./line-watch.ts";

/**
 * `GET /line`: how the line to WhatsApp is, for whoever watches over it. Internal: the ingress lets only `/webhook`
 * through. 200 whatever the state, for it is an answer; `/readyz` is about this process alone.
 */
export function lineRouter(report: () => LineReport | undefined): Router {
  const router = Router();
  router.get("/line", (_request, response) => {
    const seen = report();
    response.set("cache-control", "no-store").json(seen ? shown(seen) : { state: "unknown", alarms: [] });
  });
  return router;
}

function shown({ state, alarms, check, traffic, at }: LineReport) {
  return {
    state,
    lookedAt: at.toISOString(),
    alarms: alarms.map(({ code, severity, since }) => ({ code, severity, since: since.toISOString() })),
    check: check && { ...check.answer, at: check.at.toISOString() },
    traffic: {
      state: traffic.state,
      lastMessageAt: traffic.lastMessageAt?.toISOString(),
      expectedSince: Math.round(traffic.expected * 10) / 10,
      historyFrom: traffic.historyFrom?.toISOString(),
    },
  };
}
