import type { AssessedTier } from "@liss/contracts";
import { meter } from "@liss/telemetry";

export type TriageMetrics = { assessed(tier: AssessedTier, ms: number): void };

export function triageMetrics(): TriageMetrics {
  const assessed = meter().createCounter("liss.triage.assessed", {
    description: "Messages assessed, by the tier they showed",
  });
  const duration = meter().createHistogram("liss.triage.duration", {
    description: "Reading one message, without the database",
    unit: "ms",
  });
  return {
    assessed: (tier, ms) => {
      assessed.add(1, { tier });
      duration.record(ms);
    },
  };
}
