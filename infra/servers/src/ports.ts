import { randomInt } from "node:crypto";
import { connect, createServer } from "node:net";
import { SetupProblem } from "./setup-problem.ts";

/**
 * Below the range from which systems give ports to outgoing connections: one of those could take a port between
 * the moment it was found free and the moment a server binds it.
 */
const RANGE = { from: 20_000, to: 32_000 } as const;

/** A TCP port on 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(RANGE.from, RANGE.to);
    if (await canListen(port)) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** True when something already listens on the port, on any of this machine's local addresses. */
export async function isPortTaken(port: number): Promise<boolean> {
  for (const host of ["127.0.0.1", "::1"]) {
    if (await answers(host, port)) return true;
  }
  return false;
}

/** @throws SetupProblem naming the port, who asked for it and the remedy, when something already listens there. */
export async function assertPortFree(
  port: number,
  forWhat: string,
  remedy = "choose another port",
): Promise<void> {
  if (!(await isPortTaken(port))) return;
  throw new SetupProblem(
    `Port ${port}, which ${forWhat} needs, is already taken: stop the program that uses it, or ${remedy}.`,
  );
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}
