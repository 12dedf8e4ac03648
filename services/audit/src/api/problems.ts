import { isUnavailable } from "@liss/database";
import type { Logger } from "@liss/telemetry";
import type { ErrorRequestHandler, Response } from "express";
import { ZodError } from "zod";
import type { Problem, problemCodes } from "./schema.ts";

type Code = (typeof problemCodes)[number];

const problems: Record<Code, { status: number; title: string }> = {
  "not-found": { status: 404, title: "There is no such thing on the record" },
  "not-yet-signed": { status: 409, title: "No checkpoint covers it yet; one does within a second" },
  "invalid-request": { status: 422, title: "The request does not fit its schema" },
  "not-signed-in": { status: 401, title: "Nobody is signed in" },
  "role-not-allowed": { status: 403, title: "The role of the person signed in does not allow this" },
  unavailable: { status: 503, title: "The record cannot be reached; try again" },
  failed: { status: 500, title: "Something failed here" },
};

/** A refusal on its way to whoever asked. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: Code;
  constructor(code: Code) {
    super(code);
    this.code = code;
  }
}

export function sendProblem(response: Response, code: Code): void {
  const { status, title } = problems[code];
  const body: Problem = { type: "about:blank", title, status, code };
  if (status === 503) response.set("Retry-After", "2");
  response.status(status).type("application/problem+json").send(JSON.stringify(body));
}

/** Every error ends here; what we did not expect is logged and says nothing to whoever asked. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof Refused) return sendProblem(response, error.code);
    if (error instanceof ZodError) return sendProblem(response, "invalid-request");
    if (error instanceof URIError) return sendProblem(response, "not-found");
    if (isUnavailable(error)) return sendProblem(response, "unavailable");
    logger.error({ err: error }, "a request failed");
    sendProblem(response, "failed");
  };
}
