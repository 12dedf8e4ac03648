import type { Response } from "express";

type Problem =
  | "not-signed-in"
  | "role-not-allowed"
  | "not-found"
  | "foreign-origin"
  | "link-over"
  | "password-too-short"
  | "too-many-attempts";

const problems: Record<Problem, { status: number; title: string }> = {
  "not-signed-in": { status: 401, title: "Nobody is signed in" },
  "role-not-allowed": { status: 403, title: "The role of the person signed in does not allow this" },
  "foreign-origin": { status: 403, title: "The request comes from a page of another origin" },
  "link-over": { status: 410, title: "The link was used, replaced or is too old" },
  "password-too-short": { status: 422, title: "The password is too short, or longer than anybody types" },
  "too-many-attempts": { status: 429, title: "Too many tries; wait a while" },
  "not-found": { status: 404, title: "There is nothing at this address" },
};

/** Answers with Problem Details (RFC 9457); `code` is what clients look at. */
export function sendProblem(response: Response, code: Problem): void {
  const { status, title } = problems[code];
  response.status(status).type("application/problem+json").json({ type: "about:blank", title, status, code });
}
