/**
 * What the console and executive-routing say to each other: REST under `/api`, live changes on the
 * WebSocket `/api/live`. The console imports only this file.
 *
 * Every command carries an `Idempotency-Key` header (a UUID made when the person acts): repeating it
 * gives the first answer and does nothing twice.
 */

export * from "./announcement-requests.ts";
export * from "./canned-requests.ts";
export * from "./case-requests.ts";
export * from "./kept-away-requests.ts";
export * from "./live-frames.ts";
export * from "./number-requests.ts";
export * from "./people-requests.ts";
export * from "./refusals.ts";
export * from "./requests.ts";
export * from "./retention-requests.ts";
export * from "./rights-requests.ts";
export type { CheckWords, PlanKnown, SafetyReview } from "./safe-contact-requests.ts";
export * from "./search-requests.ts";
export * from "./session-requests.ts";
export * from "./session-view.ts";
export * from "./shift-history-requests.ts";
export * from "./status-view.ts";
