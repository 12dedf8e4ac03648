import { z } from "zod";
import type { Observed } from "./alarms.ts";

export type GraphAccess = {
  /** `https://graph.facebook.com`, or the simulator. */
  url: string;
  version: string;
  phoneNumberId: string;
  accessToken: string;
  timeoutMs: number;
};

/** What WhatsApp says about the line. Words are its codes; no text for people is kept. */
export const LineAnswer = z.discriminatedUnion("outcome", [
  z.object({
    outcome: z.literal("answered"),
    status: z.string().optional().describe("CONNECTED, or why not"),
    quality: z.string().optional().describe("GREEN, YELLOW, RED"),
    canSendMessage: z.string().optional().describe("AVAILABLE, LIMITED, BLOCKED"),
  }),
  z.object({ outcome: z.literal("refused"), whatsappCode: z.number().int() }),
  z.object({ outcome: z.literal("unreached") }),
]);
export type LineAnswer = z.infer<typeof LineAnswer>;

const word = z
  .string()
  .regex(/^[A-Z_]{1,40}$/)
  .optional()
  .catch(undefined);
const Number_ = z.object({ status: word, quality_rating: word });
const Health = z.object({ health_status: z.object({ can_send_message: word }).optional().catch(undefined) });
const Refused = z.object({ error: z.object({ code: z.coerce.number().int() }) });

/** Codes that say nothing about the line: too many questions, or a moment's trouble. Source: whatsapp-cloud-api.md §3. */
const passing = new Set([1, 2, 4, 80007, 130429, 131000, 131016]);

/**
 * Asks for the number's state and its health: `GET /{phone-number-id}?fields=…`. Two requests, so that an account
 * which may not see its health still learns whether its token and number work. Never throws.
 * Source: whatsapp-cloud-api.md §5.
 */
export async function checkLine(access: GraphAccess): Promise<LineAnswer> {
  const fields = "status,quality_rating,name_status,code_verification_status,throughput";
  const [number, health] = await Promise.all([ask(access, fields), ask(access, "health_status")]);
  if ("outcome" in number) return number;
  // A token that was revoked between the two is known from either.
  if ("outcome" in health && health.outcome === "refused" && health.whatsappCode === revokedToken)
    return health;
  const { status, quality_rating: quality } = Number_.catch({}).parse(number.json);
  const told = "json" in health ? Health.catch({}).parse(health.json) : {};
  return { outcome: "answered", status, quality, canSendMessage: told.health_status?.can_send_message };
}

type Failed = Exclude<LineAnswer, { outcome: "answered" }>;

async function ask(access: GraphAccess, fields: string): Promise<{ json: unknown } | Failed> {
  const { url, version, phoneNumberId, accessToken, timeoutMs } = access;
  const address = `${url.replace(/\/$/, "")}/${version}/${phoneNumberId}?fields=${fields}`;
  try {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${accessToken}` },
      redirect: "manual", // it would carry the token to wherever it points
      signal: AbortSignal.timeout(timeoutMs),
    });
    const json: unknown = await response.json();
    if (response.ok) return { json };
    const refused = Refused.safeParse(json);
    if (!refused.success || response.status >= 500 || response.status === 429)
      return { outcome: "unreached" };
    const { code } = refused.data.error;
    return passing.has(code) ? { outcome: "unreached" } : { outcome: "refused", whatsappCode: code };
  } catch {
    return { outcome: "unreached" };
  }
}

const revokedToken = 190;

/** Named so that one lost packet is no alarm, and three minutes without WhatsApp are. */
export const unreachedBeforeAlarm = 3;

/** What an answer means for the line. Anything but a plain yes is never shown green. */
export function alarmsOf(answer: LineAnswer, unreached: number): Observed[] {
  if (answer.outcome === "unreached") {
    return unreached >= unreachedBeforeAlarm ? [{ code: "channel-not-reached", severity: "critical" }] : [];
  }
  if (answer.outcome === "refused") {
    const code = answer.whatsappCode === revokedToken ? "token-revoked" : "line-check-refused";
    return [{ code, severity: "critical" }];
  }
  const { status, quality, canSendMessage } = answer;
  const alarms: Observed[] = [];
  if (status !== undefined && status !== "CONNECTED") {
    alarms.push({ code: "number-not-connected", severity: "critical" });
  }
  if (canSendMessage === "BLOCKED") alarms.push({ code: "line-blocked", severity: "critical" });
  if (canSendMessage === "LIMITED") alarms.push({ code: "line-limited", severity: "warning" });
  if (quality === "RED") alarms.push({ code: "number-quality-red", severity: "warning" });
  return alarms;
}
