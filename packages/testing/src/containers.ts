import { execFile } from "node:child_process";
import { promisify } from "node:util";

const PROBE_LIMIT = 1_000;

/**
 * Postgres in a container, when a Docker engine answers within a second and already has a `postgres:18` image;
 * undefined otherwise. Tests never pull an image: that would make their time depend on the network.
 */
export async function postgresContainer(): Promise<{ url: string; stop(): Promise<void> } | undefined> {
  const image = await localImage(/^postgres:18/);
  if (image === undefined) return undefined;
  // Loaded only here: the library takes a while, and most machines do not need it.
  const { GenericContainer, Wait } = await import("testcontainers");
  const container = await new GenericContainer(image)
    .withEnvironment({ POSTGRES_PASSWORD: "test" })
    .withCommand(["postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200"])
    .withTmpFs({ "/var/lib/postgresql": "rw" })
    .withExposedPorts(5432)
    // The image starts the server twice: once to initialise, once for good.
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  return {
    url: `postgres://postgres:test@${container.getHost()}:${container.getMappedPort(5432)}/postgres`,
    stop: async () => {
      await container.stop();
    },
  };
}

async function localImage(wanted: RegExp): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(
      "docker",
      ["images", "--format", "{{.Repository}}:{{.Tag}}"],
      {
        timeout: PROBE_LIMIT,
      },
    );
    return stdout.split("\n").find((name) => wanted.test(name));
  } catch {
    return undefined;
  }
}
