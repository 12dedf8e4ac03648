import { randomBytes } from "node:crypto";
import { catalogue, type ServiceName, serviceNames } from "@liss/contracts";
import { type NatsUser, renderNatsConfig, servicePermissions, startNats } from "@liss/servers";
import { temporaryFolder } from "./temporary-folder.ts";

export type UserName = ServiceName | "admin";

export type FreshNats = {
  url: string;
  /** Credentials per user, as the services get them in NATS_USER and NATS_PASSWORD. */
  users: Record<UserName, { user: UserName; password: string }>;
  /** The folder with its files on disk, for tests that look at what is stored. */
  dataDir: string;
  /** Stops it the hard way (SIGKILL by default) and waits until it has gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
};

/**
 * A nats-server for this test file alone, with the permissions of `infra/nats`: one user per service and an admin.
 * It is a matter of 50 ms, and every test has the one stream called `liss` to itself.
 */
export async function freshNats(): Promise<FreshNats> {
  const folder = temporaryFolder();
  const passwordOf = Object.fromEntries(
    [...serviceNames, "admin"].map((name) => [name, randomBytes(12).toString("hex")]),
  ) as Record<UserName, string>;
  const options = {
    dataDir: folder.path,
    config: renderNatsConfig({ users: usersOf(passwordOf), durable: false }),
  };

  let server = await startNats(options);
  const { port, url } = server;
  return {
    url,
    users: Object.fromEntries(
      Object.entries(passwordOf).map(([user, password]) => [user, { user, password }]),
    ) as FreshNats["users"],
    dataDir: folder.path,
    kill: (signal) => server.kill(signal),
    restart: async () => {
      await server.stop();
      server = await startNats({ ...options, port });
    },
    stop: async () => {
      await server.stop();
      folder.remove();
    },
  };
}

function usersOf(passwordOf: Record<UserName, string>): NatsUser[] {
  const services = serviceNames.map((name) => ({
    name,
    password: passwordOf[name],
    permissions: servicePermissions(name, catalogue),
  }));
  return [...services, { name: "admin", password: passwordOf.admin, permissions: "all" }];
}
