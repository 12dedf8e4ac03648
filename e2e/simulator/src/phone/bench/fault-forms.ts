import type { FaultKind } from "../../view.ts";

/** An option of a fault as the form asks for it. `scale` turns what is typed into what is sent. */
export type FaultField =
  | {
      name: string;
      label: NumberLabel;
      type: "number";
      min: number;
      max: number;
      start: number;
      scale?: number;
    }
  | {
      name: string;
      label: "on" | "how" | "trouble";
      type: "choice";
      choices: readonly Choice[];
      start: Choice;
    }
  | { name: string; label: "status" | "code"; type: "code"; codes: readonly number[]; start: number };
type NumberLabel = "copies" | "count" | "seconds" | "size" | "code" | "retryAfter" | "accountMinutes";
export type Choice =
  | "all"
  | "messages"
  | "statuses"
  | "answer"
  | "webhook"
  | "both"
  | (typeof troubles)[number];

/** What may go wrong with a file of hers. */
const troubles = [
  "address-gone",
  "altered",
  "broken-off",
  "larger-than-said",
  "redirected",
  "redirected-away",
  "server-error",
  "unknown",
] as const;

export type FaultForm = {
  kind: FaultKind;
  group: "webhooks" | "api" | "files" | "conversation";
  fields: readonly FaultField[];
  /** Offered first as "until removed". */
  lasting?: boolean;
};

const on: FaultField = {
  name: "on",
  label: "on",
  type: "choice",
  choices: ["all", "messages", "statuses"],
  start: "all",
};
const how: FaultField = {
  name: "how",
  label: "how",
  type: "choice",
  choices: ["webhook", "answer", "both"],
  start: "webhook",
};
const number = (name: string, label: NumberLabel, start: number, max: number, min = 1): FaultField => ({
  name,
  label,
  type: "number",
  min,
  max,
  start,
});
const seconds = (name: string, start: number, max: number): FaultField => ({
  name,
  label: "seconds",
  type: "number",
  min: 1,
  max,
  start,
  scale: 1_000,
});

/** Every fault, in the order in which the panel offers them. */
export const faultForms: readonly FaultForm[] = [
  { kind: "duplicate", group: "webhooks", fields: [number("copies", "copies", 2, 50), on] },
  { kind: "wrong-signature", group: "webhooks", fields: [on] },
  { kind: "delay", group: "webhooks", fields: [seconds("ms", 5, 600), on] },
  { kind: "reorder", group: "webhooks", fields: [number("count", "count", 3, 100, 2), on] },
  {
    kind: "batch",
    group: "webhooks",
    fields: [number("size", "size", 1_000, 1_000, 2), seconds("ms", 2, 60), on],
    lasting: true,
  },
  { kind: "drop", group: "webhooks", fields: [on] },
  {
    kind: "server-error",
    group: "api",
    fields: [{ name: "status", label: "status", type: "code", codes: [500, 502, 503, 504], start: 503 }],
  },
  { kind: "timeout-after-acceptance", group: "api", fields: [seconds("holdMs", 60, 300)] },
  { kind: "timeout-before-acceptance", group: "api", fields: [seconds("holdMs", 60, 300)] },
  {
    kind: "rate-limit",
    group: "api",
    fields: [
      { name: "code", label: "code", type: "code", codes: [130429, 131056, 80007, 4], start: 130429 },
      number("retryAfter", "retryAfter", 0, 3_600, 0),
      number("accountMinutes", "accountMinutes", 0, 1_440, 0),
    ],
  },
  { kind: "revoked-token", group: "api", fields: [], lasting: true },
  { kind: "refusal", group: "api", fields: [number("code", "code", 131049, 999_999, 0), how] },
  {
    kind: "file-trouble",
    group: "files",
    fields: [{ name: "trouble", label: "trouble", type: "choice", choices: troubles, start: "address-gone" }],
  },
  { kind: "window-closed", group: "conversation", fields: [how], lasting: true },
  { kind: "blocked", group: "conversation", fields: [], lasting: true },
  { kind: "read-without-delivered", group: "conversation", fields: [], lasting: true },
];
