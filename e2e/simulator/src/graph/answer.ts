import type { Response } from "express";
import type { Refusal } from "./errors.ts";

/** Answers with a refusal, in the Cloud API's shape. */
export function refuse(res: Response, { status, body, headers }: Refusal): void {
  res
    .status(status)
    .set(headers ?? {})
    .json(body);
}
