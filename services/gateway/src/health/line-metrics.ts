import { meter } from "@liss/telemetry";
import type { LineReport, LineState } from "./line-watch.ts";

const values: Record<LineState, number> = { ok: 0, warning: 1, down: 2, unknown: 3 };

/** `gateway_line_state` (0 ok, 1 warning, 2 down, 3 unknown) and `gateway_line_alarm{code}` (1 while it stands). */
export function lineMetrics(report: () => LineReport | undefined): void {
  const state = meter().createObservableGauge("gateway.line.state", {
    description: "How the line to WhatsApp is: 0 ok, 1 warning, 2 down, 3 unknown",
  });
  const alarm = meter().createObservableGauge("gateway.line.alarm", {
    description: "Alarms that stand, by code",
  });
  state.addCallback((result) => result.observe(values[report()?.state ?? "unknown"]));
  alarm.addCallback((result) => {
    for (const { code } of report()?.alarms ?? []) result.observe(1, { code });
  });
}
