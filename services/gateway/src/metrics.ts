import { meter } from "@liss/telemetry";

/** The gateway's own figures. Prometheus adds `_total` to counters: `gateway_webhooks_rejected_total{reason}`. */
export type GatewayMetrics = {
  /** reason: no-signature, wrong-signature, too-large, unreadable. */
  webhookRejected(reason: string): void;
  /** reason: database, queue-full. WhatsApp tries these again. */
  webhookDeferred(reason: string): void;
  webhookAccepted(): void;
  /** A handshake with the wrong token. */
  verificationRefused(): void;
  notUnderstood(reason: string): void;
  messageReceived(kind: string): void;
  messageRepeated(): void;
  /** outcome: accepted, retried, failed, unknown, line-stopped. */
  sendOutcome(outcome: string): void;
  /** outcome: stored, or why not. */
  mediaSettled(outcome: string): void;
};

export function gatewayMetrics(): GatewayMetrics {
  const counter = (name: string, description: string) =>
    meter().createCounter(`gateway.${name}`, { description });
  const rejected = counter("webhooks.rejected", "Webhooks refused and not stored");
  const deferred = counter("webhooks.deferred", "Webhooks answered 503, for WhatsApp to try again");
  const accepted = counter("webhooks.accepted", "Webhooks stored and answered 200");
  const verifications = counter("verifications.refused", "Handshakes refused for their token");
  const notUnderstood = counter("not_understood", "Bodies or items kept raw because they could not be read");
  const received = counter("messages.received", "Messages of hers, each counted once");
  const repeated = counter("messages.repeated", "Messages that WhatsApp delivered again");
  const outcomes = counter("sends", "Attempts to send, by outcome");
  const files = counter("files", "Files of hers, by what became of them");
  return {
    webhookRejected: (reason) => rejected.add(1, { reason }),
    webhookDeferred: (reason) => deferred.add(1, { reason }),
    webhookAccepted: () => accepted.add(1),
    verificationRefused: () => verifications.add(1),
    notUnderstood: (reason) => notUnderstood.add(1, { reason }),
    messageReceived: (kind) => received.add(1, { kind }),
    messageRepeated: () => repeated.add(1),
    sendOutcome: (outcome) => outcomes.add(1, { outcome }),
    mediaSettled: (outcome) => files.add(1, { outcome }),
  };
}
