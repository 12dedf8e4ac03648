import { randomUUID } from "node:crypto";
import { AlertRaised } from "@liss/contracts";
import { isUnavailable } from "@liss/database";
import { type Bus, Transient } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";

/** Longer than a fail-over of Postgres takes; shorter than anybody would look. */
const ALARM_AFTER_MS = 5_000;
/** Again and again while it lasts: the first alert may have found nobody. */
const REPEAT_MS = 60_000;

/**
 * Cries when nothing can be written: disk full, Postgres away. The alert cannot go through the outbox, which is in the
 * same database, so it goes to the broker directly, without a number among ours.
 */
export function writeAlarm({ bus, logger, now }: { bus: Bus; logger: Logger; now: () => Date }) {
  let since: number | undefined;
  let criedAt = Number.NEGATIVE_INFINITY;

  return {
    wrote(): void {
      if (since !== undefined) logger.info({ forMs: now().getTime() - since }, "the record is written again");
      since = undefined;
    },
    failed(error: unknown): void {
      const at = now().getTime();
      since ??= at;
      if (at - since < ALARM_AFTER_MS || at - criedAt < REPEAT_MS) return;
      criedAt = at;
      const reason = reasonOf(error);
      logger.error(
        { reason, forMs: at - since },
        "nothing can be written to the record; events wait in the stream",
      );
      const alert = AlertRaised.create({
        id: randomUUID(),
        source: "audit",
        occurredAt: now().toISOString(),
        actor: { kind: "service", name: "audit" },
        data: {
          code: "record-not-written",
          severity: "critical",
          detail: { reason, forSeconds: Math.round((at - since) / 1_000) },
        },
      });
      bus.jetstream
        .publish(AlertRaised.subject, JSON.stringify(alert), { msgID: alert.id })
        .catch((problem: unknown) =>
          logger.warn({ err: problem }, "the alert could not be published either"),
        );
    },
  };
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "53100") return "disk-full";
  if (error instanceof Transient) return "key-unavailable";
  return isUnavailable(error) ? `database-unavailable${code && `-${code}`}` : `failed${code && `-${code}`}`;
}
