import { catalogue, serviceNames } from "@liss/contracts";
import { declareMediaBucket } from "@liss/media";
import { connectBus, declareTopology } from "@liss/messaging";
import { type NatsUser, renderNatsConfig, servicePermissions } from "@liss/servers";
import type { Secrets } from "./secrets.ts";

/** The broker's users: each service with what the catalogue lets it do, and the admin who declares the streams. */
export function brokerConfig(passwords: Secrets["nats"], durable: boolean): string {
  const services: NatsUser[] = serviceNames.map((name) => ({
    name,
    password: passwords[name],
    permissions: servicePermissions(name, catalogue),
  }));
  return renderNatsConfig({
    durable,
    users: [...services, { name: "admin", password: passwords.admin, permissions: "all" }],
  });
}

/** Declares streams, consumers and the files' bucket, as the admin, before any service connects. */
export async function prepareBroker(url: string, passwords: Secrets["nats"]): Promise<void> {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const bus = await connectBus({
    url,
    user: "admin",
    password: passwords.admin,
    service: "admin",
    logger: silent,
  });
  try {
    await declareTopology(bus);
    await declareMediaBucket(bus);
  } finally {
    await bus.drain();
  }
}

/** The same users for a deployment: nats-server reads each password from a variable of its environment. */
export function deploymentConfig(): string {
  const names = [...serviceNames, "admin"] as const;
  const variables = names.map((name) => [
    name,
    `$LISS_NATS_PASSWORD_${name.toUpperCase().replaceAll("-", "_")}`,
  ]);
  return brokerConfig(Object.fromEntries(variables) as Secrets["nats"], true);
}
