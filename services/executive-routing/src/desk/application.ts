import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Identity } from "@liss/identity";
import { healthRouter, type Logger } from "@liss/telemetry";
import express, { type Express } from "express";
import helmet from "helmet";
import { mount } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { problemHandler, sendProblem } from "./problems.ts";
import { type DeskDependencies, deskRoutes } from "./routes.ts";

const consoleFolder = fileURLToPath(new URL("../../console/dist", import.meta.url));

/** The web server of the desk: login, API, health and the console itself. */
export function deskApplication(
  deps: DeskDependencies & {
    identity: Pick<Identity, "handler" | "personOf">;
    logger: Logger;
    publicOrigin: string;
    ready: Record<string, () => Promise<void>>;
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
  app.use("/api", mount(deskRoutes(deps), endpoints, deps));
  app.use("/api", (_req, res) => sendProblem(res, "not-found"));
  if (existsSync(consoleFolder)) {
    app.use(express.static(consoleFolder, { index: false, maxAge: "1y", immutable: true }));
    app.get("/{*path}", (_req, res) => {
      res.set("Cache-Control", "no-cache").sendFile("index.html", { root: consoleFolder });
    });
  }
  app.use(problemHandler(deps.logger));
  return app;
}
