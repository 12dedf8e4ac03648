import { z } from "zod";

const common = {
  times: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .optional()
    .describe("How often it acts; null: until removed"),
  phoneId: z.string().nullable().default(null).describe("Only for this phone; null: for all"),
};
const on = z
  .enum(["messages", "statuses", "all"])
  .default("all")
  .describe("Which webhooks: what she writes, the delivery statuses, or both");

/** Every fault that can be injected, with its options and their defaults. */
export const FaultRequest = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("duplicate"),
    ...common,
    on,
    copies: z.number().int().min(1).max(50).default(1),
  }),
  z.object({ kind: z.literal("reorder"), ...common, on, count: z.number().int().min(2).max(100).default(3) }),
  z.object({
    kind: z.literal("delay"),
    ...common,
    on,
    ms: z.number().int().min(1).max(600_000).default(5_000),
  }),
  z.object({
    kind: z.literal("batch"),
    ...common,
    on,
    size: z.number().int().min(2).max(1_000).default(1_000),
    ms: z.number().int().min(1).max(60_000).default(1_000),
  }),
  z.object({ kind: z.literal("drop"), ...common, on }),
  z.object({ kind: z.literal("wrong-signature"), ...common, on }),
  z.object({
    kind: z.literal("rate-limit"),
    ...common,
    code: z.union([z.literal(4), z.literal(80007), z.literal(130429), z.literal(131056)]).default(130429),
    retryAfter: z
      .number()
      .int()
      .min(0)
      .max(3_600)
      .default(0)
      .describe("Seconds in Retry-After; 0: no header"),
    accountMinutes: z
      .number()
      .int()
      .min(0)
      .max(1_440)
      .default(0)
      .describe("Minutes that X-Business-Use-Case-Usage estimates; 0: no header"),
  }),
  z.object({
    kind: z.literal("server-error"),
    ...common,
    status: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]).default(503),
  }),
  z.object({ kind: z.literal("timeout-after-acceptance"), ...common, holdMs: hold() }),
  z.object({ kind: z.literal("timeout-before-acceptance"), ...common, holdMs: hold() }),
  z.object({ kind: z.literal("revoked-token"), ...common }),
  z.object({ kind: z.literal("refusal"), ...common, code: z.number().int(), how: how() }),
  z.object({ kind: z.literal("window-closed"), ...common, how: how() }),
  z.object({ kind: z.literal("blocked"), ...common }),
  z.object({ kind: z.literal("read-without-delivered"), ...common }),
  z.object({ kind: z.literal("file-trouble"), ...common, trouble: trouble() }),
]);
export type FaultRequest = z.infer<typeof FaultRequest>;
export type FaultOf<K extends FaultRequest["kind"]> = Extract<FaultRequest, { kind: K }>;

export type Fault = { id: string; request: FaultRequest; times: number | null; acted: number };

function hold() {
  return z
    .number()
    .int()
    .min(100)
    .max(300_000)
    .default(60_000)
    .describe("How long the socket is held, unanswered");
}
function trouble() {
  return z
    .enum([
      "address-gone",
      "altered",
      "broken-off",
      "larger-than-said",
      "redirected",
      "redirected-away",
      "server-error",
      "unknown",
    ])
    .default("address-gone")
    .describe("What goes wrong when Liss fetches a file of hers");
}
function how() {
  return z
    .enum(["answer", "webhook", "both"])
    .default("webhook")
    .describe("Refused in the HTTP answer, later in a `failed` status, or both");
}
