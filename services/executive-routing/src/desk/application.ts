import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Identity } from "@liss/identity";
import { healthRouter, type Logger } from "@liss/telemetry";
import express, { type Express } from "express";
import helmet from "helmet";
import type { AskRobot } from "../editors/ask-robot.ts";
import { editorRoutes } from "../editors/editor-routes.ts";
import { consoleFiles, consolePage } from "./console-page.ts";
import { mount } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { openApi } from "./openapi.ts";
import { problemHandler, sendProblem } from "./problems.ts";
import { type RequestsPerMinute, rateLimits } from "./rate-limits.ts";
import { assertEveryRouteHasItsRule } from "./route-table.ts";
import { type DeskDependencies, deskRoutes } from "./routes.ts";

/** The same for everybody, logged in or not: it says what the API is, nothing of anybody. */
const description = openApi();

const consoleFolder = fileURLToPath(new URL("../../console/dist", import.meta.url));

/** The web server of the desk: login, API, health and the console itself. */
export function deskApplication(
  deps: DeskDependencies & {
    identity: Pick<Identity, "handler" | "personOf" | "staff">;
    logger: Logger;
    publicOrigin: string;
    perMinute: RequestsPerMinute;
    ready: Record<string, () => Promise<void>>;
    askRobot: AskRobot;
  },
): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(healthRouter({ ready: deps.ready }));
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          // Mantine writes its theme into style elements.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", "data:", "blob:"],
          connectSrc: ["'self'", deps.publicOrigin.replace(/^http/, "ws")],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      referrerPolicy: { policy: "no-referrer" },
      strictTransportSecurity: deps.publicOrigin.startsWith("https:"),
    }),
  );
  app.use("/api", (_req, res, next) => {
    res.set("Cache-Control", "no-store");
    next();
  });
  app.use("/api/auth", deps.identity.handler);
  const desk = mount(deskRoutes(deps), endpoints, deps);
  assertEveryRouteHasItsRule(desk);
  app.use("/api", rateLimits(deps.perMinute));
  app.get("/api/openapi.json", (_req, res) => {
    res.json(description);
  });
  app.use("/api/robot", editorRoutes(deps));
  app.use("/api", desk);
  app.use("/api", (_req, res) => sendProblem(res, "not-found"));
  if (existsSync(consoleFolder)) {
    app.use(consoleFiles(consoleFolder));
    app.get("/{*path}", consolePage(consoleFolder));
  }
  app.use(problemHandler(deps.logger));
  return app;
}
