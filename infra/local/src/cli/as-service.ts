// Runs a program with the environment that a service has on this machine: node src/cli/as-service.ts SERVICE PROGRAM …
// What is set in the caller's environment wins, so the same command serves any other installation.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { lissFolder, repositoryRoot } from "@liss/servers";
import { foldersOf } from "../stack/folders.ts";
import { portsFrom } from "../stack/ports.ts";
import { secretsOf } from "../stack/secrets.ts";
import { appNames, defaultPorts, environmentOf, type Place } from "../stack/services.ts";

const [service, program, ...args] = process.argv.slice(2);
// The owner of the keys is no service: nobody of them may do what it does.
const name = [...appNames, "vault" as const].find((known) => known === service);
if (name === undefined || program === undefined) {
  process.stderr.write("usage: node infra/local/src/cli/as-service.ts SERVICE PROGRAM [ARGUMENT…]\n");
  process.exit(64);
}

const child = spawn(process.execPath, [join(repositoryRoot, program), ...args], {
  env: { ...localEnvironment(), ...process.env },
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));

function localEnvironment(): Record<string, string> {
  const folders = foldersOf(lissFolder);
  if (name === undefined || !existsSync(folders.secrets)) return {}; // never started here
  const secrets = secretsOf(folders.secrets);
  const ports = { ...defaultPorts, ...portsFrom(process.env) };
  const place: Place = {
    ports,
    mode: "local",
    tracesDir: folders.traces,
    checkpointsDir: folders.checkpoints,
    erasuresDir: folders.erasures,
    keyFile: folders.keys,
    secrets,
    databaseUrl: (role, database) =>
      `postgres://${role}:${secrets.postgres[role]}@127.0.0.1:${ports.postgres}/${database}`,
  };
  if (name === "vault")
    return {
      VAULT_OWNER_DATABASE_URL: place.databaseUrl("vault_owner", "vault"),
      LISS_KEY_FILE: folders.keys,
      DATABASE_URL: place.databaseUrl("routing", "routing"),
    };
  return environmentOf(name, place);
}
