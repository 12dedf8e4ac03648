import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Check, healthRouter, type Logger } from "@liss/telemetry";
import express, { type Express } from "express";
import helmet from "helmet";
import { logRoutes } from "./log-routes.ts";
import { problemHandler, sendProblem } from "./problems.ts";
import { type AuditorDependencies, auditorRoutes } from "./routes.ts";

const explorerFolder = fileURLToPath(new URL("../../explorer/dist", import.meta.url));

export type ApplicationOptions = AuditorDependencies & {
  logger: Logger;
  publicUrl: string;
  ready: Record<string, Check>;
};

/** The auditor's web server: login, API, the log's public key, health, and the explorer itself. */
export function auditorApplication(options: ApplicationOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(healthRouter({ ready: options.ready }));
  app.use(securityHeaders(options.publicUrl));
  app.use(logRoutes(options.db, options.keys));
  app.use("/api", (_request, response, next) => {
    response.set("Cache-Control", "no-store");
    next();
  });
  app.use("/api/auth", options.identity.handler);
  app.use("/api", auditorRoutes(options));
  app.use("/api", (_request, response) => sendProblem(response, "not-found"));
  if (existsSync(explorerFolder)) {
    app.use(express.static(explorerFolder, { index: false, maxAge: "1y", immutable: true }));
    app.get("/{*path}", (_request, response) => {
      response.set("Cache-Control", "no-cache").sendFile("index.html", { root: explorerFolder });
    });
  }
  app.use(problemHandler(options.logger));
  return app;
}

function securityHeaders(publicUrl: string) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // Mantine writes its theme into style elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: publicUrl.startsWith("https:"),
  });
}
