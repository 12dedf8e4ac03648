import { randomBytes } from "node:crypto";

/**
 * Title and HTTP status of each code the simulator can answer with.
 * Source: whatsapp-cloud-api.md §3, Errors (Meta support/error-codes).
 */
const known: Record<number, readonly [title: string, status: number]> = {
  0: ["AuthException", 401],
  1: ["API Unknown", 400],
  2: ["API Service", 503],
  3: ["API Method", 500],
  4: ["API Too Many Calls", 400],
  10: ["Permission Denied", 403],
  33: ["Parameter value is not valid", 400],
  100: ["Invalid parameter", 400],
  190: ["Access token has expired", 401],
  200: ["API Permission", 403],
  368: ["Temporarily blocked for policies violations", 403],
  80007: ["Rate limit issues", 400],
  130403: ["Business has blocked the user", 400],
  130429: ["Rate limit hit", 400],
  130472: ["User's number is part of an experiment", 400],
  130497: ["Business account is restricted from messaging users in this country", 403],
  131000: ["Something went wrong", 500],
  131005: ["Access denied", 403],
  131008: ["Required parameter is missing", 400],
  131009: ["Parameter value is not valid", 400],
  131016: ["Service unavailable", 500],
  131021: ["Recipient cannot be sender", 400],
  131026: ["Message undeliverable", 400],
  131030: ["Recipient phone number not in allowed list", 400],
  131031: ["Account has been locked", 403],
  131037: ["WhatsApp provided number needs display name approval before message can be sent", 400],
  131042: ["Business eligibility payment issue", 400],
  131045: ["Incorrect certificate", 500],
  131047: ["Re-engagement message", 400],
  131048: ["Spam rate limit hit", 400],
  131049: ["Meta chose not to deliver", 400],
  131050: ["User has stopped marketing messages from this business", 400],
  131051: ["Unsupported message type", 400],
  131052: ["Media download error", 400],
  131053: ["Media upload error", 400],
  131056: ["(Business Account, Consumer Account) pair rate limit hit", 400],
  131057: ["Business Account is in maintenance mode", 500],
  131062: ["Business-scoped user ids are not supported for this message", 400],
  131064: ["Account restricted", 403],
  132000: ["Template param count mismatch", 400],
  132001: ["Template does not exist", 404],
  132005: ["Template hydrated text too long", 400],
  132007: ["Template format character policy violated", 400],
  132012: ["Template parameter format mismatch", 400],
  132015: ["Template is paused", 400],
  132016: ["Template is disabled", 400],
  132068: ["Flow is blocked", 400],
  132069: ["Flow is throttled", 500],
  133004: ["Server temporarily unavailable", 503],
  133010: ["Phone number not registered", 400],
  135000: ["Generic user error", 400],
  137000: ["Identity hash mismatch", 400],
};

/** A refusal of the Cloud API: HTTP status and body. */
export type Refusal = {
  status: number;
  code: number;
  body: { error: Record<string, unknown> };
  headers?: Record<string, string>;
};

export function titleOf(code: number): string {
  return known[code]?.[0] ?? "Unknown error";
}

/** A refusal in the Cloud API's shape. `details` names the field and the limit, as Meta's do. */
export function refusal(
  code: number,
  details: string,
  more: { status?: number; subcode?: number } = {},
): Refusal {
  const [title, status] = known[code] ?? ["Unknown error", 400];
  return {
    status: more.status ?? status,
    code,
    body: {
      error: {
        message: `(#${code}) ${title}`,
        type: "OAuthException",
        code,
        ...(more.subcode === undefined ? {} : { error_subcode: more.subcode }),
        error_data: { messaging_product: "whatsapp", details },
        fbtrace_id: traceId(),
      },
    },
  };
}

/** A refusal whose message itself says what is wrong, without `error_data` (code 100 of the Graph layer). */
export function graphRefusal(
  code: number,
  message: string,
  subcode?: number,
  type = "OAuthException",
): Refusal {
  return {
    status: known[code]?.[1] ?? 400,
    code,
    body: {
      error: {
        message,
        type,
        code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        fbtrace_id: traceId(),
      },
    },
  };
}

export function unknownObject(method: string, id: string): Refusal {
  return graphRefusal(
    100,
    `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api`,
    33,
    "GraphMethodException",
  );
}

function traceId(): string {
  return `A${randomBytes(16).toString("base64url")}`;
}
