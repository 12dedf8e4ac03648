import { isContended, isUnavailable, isUnstorable } from "@liss/database";
import { Conflict } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import type { ErrorRequestHandler, Response } from "express";
import { ZodError } from "zod";
import type { Problem, RefusalCode } from "./api.ts";
import type { SafetyReview } from "./safe-contact-requests.ts";

/** One table from refusals to HTTP. The sentence a person reads is the console's, by code. */
const problems: Record<RefusalCode, { status: number; title: string }> = {
  "already-attended": { status: 409, title: "Another executive attends this session" },
  "not-yours": { status: 403, title: "Only the executive responsible for the session can do this" },
  "not-waiting": { status: 409, title: "The session is not waiting" },
  closed: { status: 409, title: "The session is closed" },
  "at-capacity": { status: 409, title: "The executive attends as many sessions as she can" },
  "not-delegated": { status: 409, title: "The robot does not attend this session" },
  "already-delegated": { status: 409, title: "The robot attends this session already" },
  "risk-too-high": { status: 409, title: "A session in danger is not delegated to the robot" },
  "window-closed": { status: 409, title: "WhatsApp's 24-hour window is closed" },
  "unread-messages": { status: 409, title: "She wrote something that nobody has read yet" },
  "identity-in-doubt": { status: 409, title: "Make sure first that it is she who writes" },
  "emergency-without-record": { status: 409, title: "An emergency needs its record before it is closed" },
  "no-emergency": { status: 409, title: "Only while there is an emergency" },
  "choosing-not-permitted": { status: 403, title: "She takes the next; choosing needs permission" },
  "care-limit": { status: 409, title: "Somebody else can take this emergency; she has had enough for now" },
  "not-offered": { status: 409, title: "It is not offered to her, or no longer" },
  "already-offered": { status: 409, title: "It is offered to somebody already" },
  "not-coaching": { status: 403, title: "Only a coach who joined whispers" },
  "not-safe": { status: 422, title: "It is not safe to send this to her" },
  "nobody-attends": { status: 409, title: "Nobody attends this session" },
  "rate-limited": { status: 429, title: "Too many requests; wait a moment" },
  "unknown-topic": { status: 422, title: "The robot does not know this topic" },
  "link-expired": { status: 410, title: "The link to the file is too old; ask for another" },
  "file-gone": { status: 410, title: "The file was destroyed" },
  "file-not-sendable": { status: 415, title: "Files of this type are not sent" },
  "file-not-chosen": { status: 410, title: "The file that was chosen waits no longer; choose it again" },
  "not-found": { status: 404, title: "There is no such thing" },
  "not-permitted": { status: 403, title: "This role may not do this" },
  "not-logged-in": { status: 401, title: "Log in first" },
  "invalid-request": { status: 422, title: "The request does not fit its schema" },
  "idempotency-key-missing": { status: 400, title: "Commands carry an Idempotency-Key header with a UUID" },
  "idempotency-key-reused": { status: 422, title: "This Idempotency-Key was used for another command" },
  conflict: { status: 409, title: "Somebody else changed the session at the same moment; try again" },
  "email-taken": { status: 409, title: "Somebody has this email already" },
  "own-account": { status: 403, title: "Nobody changes her own account; another supervisor does" },
  "text-with-personal-data": { status: 422, title: "A text that many are sent holds data of somebody" },
  "still-open": { status: 409, title: "Her conversation is open; close it first" },
  "legal-hold": { status: 409, title: "A conversation is kept by a legal hold" },
  "being-destroyed": { status: 409, title: "Its content is destroyed, or is being destroyed" },
  "own-hold": { status: 403, title: "Nobody reviews her own legal hold" },
  "identity-first": { status: 409, title: "Check the agreed word first" },
  "needs-reason": { status: 403, title: "What was closed long ago is opened with a reason" },
  "already-answered": { status: 409, title: "The request is answered" },
  "already-extended": { status: 409, title: "The time to answer is extended once only" },
  "name-taken": { status: 409, title: "Another canned text has this name" },
  "too-large": { status: 413, title: "The request is too large" },
  unavailable: { status: 503, title: "The service cannot reach its database; try again" },
};

/** A refusal on its way to the caller. Thrown inside the command's transaction so that nothing of it stays. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: RefusalCode;
  readonly detail: string | undefined;
  /** What stands against sending, for `not-safe`. */
  readonly review: SafetyReview | undefined;
  constructor(code: RefusalCode, detail?: string, review?: SafetyReview) {
    super(code);
    this.code = code;
    this.detail = detail;
    this.review = review;
  }
}

export function sendProblem(res: Response, code: RefusalCode, detail?: string, review?: SafetyReview): void {
  const { status, title } = problems[code];
  const body: Problem = {
    type: `urn:liss:problem:${code}`,
    title,
    status,
    code,
    ...(detail && { detail }),
    ...(review && { review }),
  };
  if (status === 503) res.set("Retry-After", "2");
  res.status(status).type("application/problem+json").send(JSON.stringify(body));
}

/** Every error ends here as Problem Details; what we did not expect is logged and tells the caller nothing. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof Refused) return sendProblem(res, error.code, error.detail, error.review);
    if (error instanceof ZodError) return sendProblem(res, "invalid-request", whatIsWrong(error));
    if (error instanceof Conflict || isContended(error)) return sendProblem(res, "conflict");
    if (isUnavailable(error)) return sendProblem(res, "unavailable");
    if (isUnstorable(error)) return sendProblem(res, "invalid-request", "A text holds a NUL");
    // An address that cannot be decoded is the address of nothing.
    if (error instanceof URIError) return sendProblem(res, "not-found");
    const type = (error as { type?: string } | null)?.type;
    if (type === "entity.too.large") return sendProblem(res, "too-large");
    if (type === "entity.parse.failed") return sendProblem(res, "invalid-request", "The body is not JSON");
    logger.error({ err: error }, "request failed");
    res
      .status(500)
      .type("application/problem+json")
      .send(
        JSON.stringify({
          type: "about:blank",
          title: "Something failed here",
          status: 500,
          code: "unavailable",
        }),
      );
  };
}

/** Names the field and the rule; never the value. */
function whatIsWrong(error: ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`).join("; ");
}
