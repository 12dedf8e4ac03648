import { randomUUID } from "node:crypto";
import { type AlertCode, AlertRaised, type Envelope, type ServiceName } from "@liss/contracts";

type Detail = Record<string, string | number | boolean>;

/** An alert for people, as an event. `detail` holds ids, codes and counts. */
export function alert(
  source: ServiceName,
  code: AlertCode,
  severity: "warning" | "critical",
  detail: Detail,
): Envelope {
  return AlertRaised.create({
    id: randomUUID(),
    source,
    occurredAt: new Date().toISOString(),
    actor: { kind: "service", name: source },
    data: { code, severity, detail },
  });
}
