import { createHash } from "node:crypto";
import type { RequestHandler } from "express";
import { ipKeyGenerator, rateLimit } from "express-rate-limit";
import { sendProblem } from "./problems.ts";

export type RequestsPerMinute = { asked: number; commanded: number };

/** Stops a login that asks or commands more than a person can, before it costs the database anything. */
export function rateLimits(perMinute: RequestsPerMinute): RequestHandler[] {
  const limited = (limit: number, skip: (method: string) => boolean) =>
    rateLimit({
      windowMs: 60_000,
      limit,
      standardHeaders: "draft-8",
      legacyHeaders: false,
      // By her cookie, which is hashed: several people of one office share an address.
      keyGenerator: (req) =>
        req.headers.cookie
          ? createHash("sha256").update(req.headers.cookie).digest("base64url")
          : ipKeyGenerator(req.ip ?? ""),
      skip: (req) => skip(req.method),
      handler: (_req, res) => sendProblem(res, "rate-limited"),
    });
  return [
    limited(perMinute.asked, (method) => method !== "GET"),
    limited(perMinute.commanded, (method) => method === "GET"),
  ];
}
