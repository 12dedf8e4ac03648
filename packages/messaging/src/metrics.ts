import { metrics } from "@opentelemetry/api";

// Made when something starts, not when this module loads: the API has no meter before the SDK is registered.
const meter = () => metrics.getMeter("@liss/messaging");

/** What the relay counts. `sample` is asked at each collection and answers from memory. */
export function relayMetrics(sample: () => { events: number; oldestSeconds: number }) {
  const backlog = meter().createObservableGauge("liss.messaging.outbox.backlog", {
    description: "Events in the outbox that the broker does not have yet",
    unit: "{event}",
  });
  const age = meter().createObservableGauge("liss.messaging.outbox.age", {
    description: "Age of the oldest event in the outbox",
    unit: "s",
  });
  const observeBacklog = (result: { observe(value: number): void }) => result.observe(sample().events);
  const observeAge = (result: { observe(value: number): void }) => result.observe(sample().oldestSeconds);
  backlog.addCallback(observeBacklog);
  age.addCallback(observeAge);
  return {
    published: meter().createCounter("liss.messaging.published", { unit: "{event}" }),
    setAside: meter().createCounter("liss.messaging.set_aside", {
      description: "Events that the broker will not take and a person must look at",
      unit: "{event}",
    }),
    stop: () => {
      backlog.removeCallback(observeBacklog);
      age.removeCallback(observeAge);
    },
  };
}

/** What a subscription counts, by event type and outcome: both few. */
export function subscriptionMetrics() {
  return {
    deliveries: meter().createCounter("liss.messaging.deliveries", { unit: "{message}" }),
    redeliveries: meter().createCounter("liss.messaging.redeliveries", {
      description: "Deliveries after the first",
      unit: "{message}",
    }),
    deadLetters: meter().createCounter("liss.messaging.dead_letters", { unit: "{message}" }),
    held: meter().createUpDownCounter("liss.messaging.held", {
      description: "Messages that wait here for something that is away",
      unit: "{message}",
    }),
    duration: meter().createHistogram("liss.messaging.handler.duration", {
      description: "From taking a message up to its commit, one attempt",
      unit: "s",
      advice: { explicitBucketBoundaries: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30] },
    }),
  };
}
export type SubscriptionMetrics = ReturnType<typeof subscriptionMetrics>;
