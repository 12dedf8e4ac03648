import type { AlertCode } from "@liss/contracts";
import type { GatewayMetrics } from "../metrics.ts";
import type { Observed } from "./alarms.ts";

export const rateDefaults = {
  /** What happened within this time counts. */
  windowMs: 5 * 60_000,
  /** Signatures that do not fit: WhatsApp's always do, so a few are somebody trying, or our secret is wrong. */
  wrongSignatures: 10,
  /** So few are enough when nothing else was accepted meanwhile: then it is our secret, and every message is refused. */
  wrongSignaturesAlone: 3,
  /** Requests without a signature are what any open port gets; so many are more than that. */
  unsigned: 300,
  /** Bodies refused for their size or encoding: WhatsApp repeats each for seven days. */
  unreadable: 3,
  /** Answered 503: WhatsApp tries again, and she waits. */
  deferred: 5,
  /** Handshakes refused: somebody set up the webhook with another token, or is guessing ours. */
  verifications: 3,
} as const;

type Kind = "accepted" | "wrong-signature" | "no-signature" | "unreadable" | "deferred" | "verification";

export type WebhookRates = {
  record(kind: Kind): void;
  alarms(): Observed[];
};

const buckets = 30;

/** What this process answered lately, in ten-second buckets. */
export function webhookRates(now: () => Date): WebhookRates {
  const bucketMs = rateDefaults.windowMs / buckets;
  const counts = new Map<Kind, Map<number, number>>();
  const bucketNow = () => Math.floor(now().getTime() / bucketMs);

  function record(kind: Kind): void {
    const byBucket = counts.get(kind) ?? new Map<number, number>();
    const bucket = bucketNow();
    byBucket.set(bucket, (byBucket.get(bucket) ?? 0) + 1);
    for (const old of byBucket.keys()) if (old <= bucket - buckets) byBucket.delete(old);
    counts.set(kind, byBucket);
  }

  function lately(kind: Kind): number {
    const oldest = bucketNow() - buckets;
    let sum = 0;
    for (const [bucket, count] of counts.get(kind) ?? []) if (bucket > oldest) sum += count;
    return sum;
  }

  function alarms(): Observed[] {
    const observed: Observed[] = [];
    const above = (kind: Kind, limit: number, code: AlertCode, severity: Observed["severity"]) => {
      if (lately(kind) >= limit) observed.push({ code, severity });
    };
    const alone = lately("accepted") === 0;
    if (alone && lately("wrong-signature") >= rateDefaults.wrongSignaturesAlone) {
      observed.push({ code: "webhooks-all-refused", severity: "critical" });
    } else {
      above("wrong-signature", rateDefaults.wrongSignatures, "webhooks-refused", "warning");
    }
    above("no-signature", rateDefaults.unsigned, "webhooks-unsigned", "warning");
    above("unreadable", rateDefaults.unreadable, "webhooks-unreadable", "critical");
    above("deferred", rateDefaults.deferred, "webhooks-deferred", "critical");
    above("verification", rateDefaults.verifications, "webhook-verification-failed", "warning");
    return observed;
  }

  return { record, alarms };
}

/** The same metrics, which also tell these rates. */
export function watchedBy(rates: WebhookRates, metrics: GatewayMetrics): GatewayMetrics {
  return {
    ...metrics,
    webhookAccepted: () => {
      rates.record("accepted");
      metrics.webhookAccepted();
    },
    webhookRejected: (reason) => {
      const isSignature = reason === "no-signature" || reason === "wrong-signature";
      rates.record(isSignature ? reason : "unreadable");
      metrics.webhookRejected(reason);
    },
    webhookDeferred: (reason) => {
      rates.record("deferred");
      metrics.webhookDeferred(reason);
    },
    verificationRefused: () => {
      rates.record("verification");
      metrics.verificationRefused();
    },
  };
}
