import { assertPortFree, freePort, SetupProblem } from "@liss/servers";
import { type App, defaultPorts, type Ports } from "./services.ts";

/**
 * The ports of a stack: free ones, or the well-known ones with some changed.
 *
 * @throws SetupProblem naming the first one that is taken, and the variable that changes it.
 */
export async function choosePorts(wanted: "free" | Partial<Ports>, apps: readonly App[]): Promise<Ports> {
  if (wanted === "free") return freePorts();
  const ports: Ports = { ...defaultPorts, ...wanted };
  for (const name of ["postgres", "nats", ...apps.map((app) => app.name)] as const) {
    await assertPortFree(ports[name], name, `choose another port with ${variableOf(name)}`);
  }
  return ports;
}

/**
 * Ports from the environment: `LISS_PORT_EXECUTIVE_ROUTING=5040`.
 *
 * @throws SetupProblem for what is not a port
 */
export function portsFrom(environment: NodeJS.ProcessEnv): Partial<Ports> {
  const ports: Partial<Ports> = {};
  for (const name of Object.keys(defaultPorts) as (keyof Ports)[]) {
    const text = environment[variableOf(name)];
    if (text === undefined || text === "") continue;
    const port = Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65_535 || REFUSED.has(port)) {
      throw new SetupProblem(
        `${variableOf(name)} is "${text}": it should be a port that browsers open, such as ${defaultPorts[name]}.`,
      );
    }
    ports[name] = port;
  }
  return ports;
}

/** Above 1023, the ports that browsers (and fetch) refuse to open. Source: the Fetch standard, "bad port". */
const REFUSED = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10_080,
]);

function variableOf(name: keyof Ports): string {
  return `LISS_PORT_${name.toUpperCase().replaceAll("-", "_")}`;
}

async function freePorts(): Promise<Ports> {
  const names = Object.keys(defaultPorts) as (keyof Ports)[];
  const taken = new Set<number>();
  while (taken.size < names.length) taken.add(await freePort());
  return Object.fromEntries(names.map((name, at) => [name, [...taken][at]])) as Ports;
}
