import { z } from "zod";
import { SafetyReview } from "./safe-contact-requests.ts";

/** Why a command was not done. The console turns each into a sentence. */
export const refusalCodes = [
  "already-attended",
  "not-yours",
  "not-waiting",
  "closed",
  "at-capacity",
  "not-delegated",
  "already-delegated",
  "risk-too-high",
  "window-closed",
  "unread-messages",
  "identity-in-doubt",
  "emergency-without-record",
  "no-emergency",
  "choosing-not-permitted",
  "care-limit",
  "not-offered",
  "already-offered",
  "not-coaching",
  "not-safe",
  "nobody-attends",
  "rate-limited",
  "unknown-topic",
  "link-expired",
  "file-gone",
  "file-not-sendable",
  "file-not-chosen",
  "not-found",
  "not-permitted",
  "not-logged-in",
  "invalid-request",
  "idempotency-key-missing",
  "idempotency-key-reused",
  "conflict",
  "email-taken",
  "own-account",
  "text-with-personal-data",
  "still-open",
  "legal-hold",
  "being-destroyed",
  "own-hold",
  "identity-first",
  "needs-reason",
  "already-answered",
  "already-extended",
  "name-taken",
  "too-large",
  "unavailable",
] as const;
export const RefusalCode = z.enum(refusalCodes);
export type RefusalCode = z.infer<typeof RefusalCode>;

/** RFC 9457, with our code. Sent as `application/problem+json`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: RefusalCode,
  detail: z.string().optional(),
  review: SafetyReview.optional().describe("For not-safe: what stands against sending"),
});
export type Problem = z.infer<typeof Problem>;
