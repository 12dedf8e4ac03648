import type { Instant } from "@liss/contracts";
import type { TroubleKind } from "../desk/status-view.ts";

/** An alarm of the gateway, as it lies on the desks of supervisors. */
export type LineAlert = { code: string; alarm: string | null; at: Instant };

/** Alarms that say that the line is not well, and what that is for whoever attends. */
const troubleOf: Record<string, TroubleKind> = {
  "line-stopped": "line-stopped",
  "line-blocked": "line-stopped",
  "number-not-connected": "line-stopped",
  "account-disabled": "line-stopped",
  "token-revoked": "line-stopped",
  "channel-not-reached": "line-away",
  "line-silent": "line-behind",
  "interpretation-behind": "line-behind",
  "line-limited": "line-limited",
  "account-restricted": "line-limited",
};

/** Which alarms end with these, where the gateway does not name the alarm itself. */
const endsWith: Record<string, readonly string[]> = {
  // A message got through: whatever stopped the line has ended.
  "line-open-again": ["line-stopped", "line-blocked", "token-revoked"],
  "account-reinstated": ["account-disabled", "account-restricted"],
};

/** Every alarm code that says something of the line, good or bad. */
export const lineCodes = [...Object.keys(troubleOf), ...Object.keys(endsWith), "line-alarm-over"];

/** What stands of the line's alarms, told in the order in which they came. An alarm stands until its end is told. */
export function troublesOfLine(alerts: readonly LineAlert[]): { kind: TroubleKind; since: Instant }[] {
  const standing = new Map<string, Instant>();
  for (const { code, alarm, at } of alerts) {
    if (code === "line-alarm-over") standing.delete(alarm ?? "");
    else if (endsWith[code]) for (const ended of endsWith[code]) standing.delete(ended);
    else if (troubleOf[code] && !standing.has(code)) standing.set(code, at);
  }
  const found = new Map<TroubleKind, Instant>();
  for (const [code, since] of standing) {
    const kind = troubleOf[code];
    if (!kind) continue;
    const known = found.get(kind);
    if (!known || since < known) found.set(kind, since);
  }
  return [...found].map(([kind, since]) => ({ kind, since }));
}
