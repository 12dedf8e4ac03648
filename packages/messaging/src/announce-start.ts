import { randomUUID } from "node:crypto";
import { type ServiceName, ServiceStarted } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { fingerprintsOf } from "@liss/telemetry";
import { appendEvents } from "./outbox/append.ts";
import type { MessagingTables } from "./tables.ts";

/**
 * Puts on the record that a service started: which release, with which settings, with which versions of its rules or
 * contents. With it an auditor can say what ran when something happened. Called once by `main.ts`, when it serves.
 */
export async function announceStart(options: {
  service: ServiceName;
  /** The service's own database; its relay publishes the event. */
  databaseUrl: string;
  config: Readonly<Record<string, unknown>> & { LISS_RELEASE?: string | undefined };
  /** Of what it decides or answers with, by name. */
  versions?: Readonly<Record<string, string>>;
}): Promise<void> {
  const { service, databaseUrl, config, versions = {} } = options;
  const db = openDatabase<MessagingTables>({ url: databaseUrl, name: `${service} start`, poolSize: 1 });
  const started = ServiceStarted.create({
    id: randomUUID(),
    source: service,
    occurredAt: new Date().toISOString(),
    actor: { kind: "service", name: service },
    data: {
      release: config.LISS_RELEASE ?? null,
      runtime: `Node.js ${process.versions.node}`,
      configuration: fingerprintsOf(config),
      versions: { ...versions },
    },
  });
  try {
    await db.transaction().execute((tx) => appendEvents(tx, [started]));
  } finally {
    await db.destroy();
  }
}
