import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";

/** The Unix account a server runs as; only root may choose one. */
export type Account = { uid: number; gid: number };

export type Ending = { code: number | null; signal: NodeJS.Signals | null };

export type ServerProcess = {
  readonly pid: number;
  /** Resolves when the process has gone, however it went. */
  readonly exited: Promise<Ending>;
  readonly isRunning: () => boolean;
  /** The last lines it wrote, for error messages. */
  readonly lastWords: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
};

export type StartOptions = {
  command: string;
  args: readonly string[];
  /** Signal that asks this program to stop at once but tidily. */
  stopSignal: NodeJS.Signals;
  cwd?: string | undefined;
  env?: NodeJS.ProcessEnv | undefined;
  account?: Account | undefined;
  /** An open file that receives all it writes, even after we are gone; without it, `onOutput` hears it. */
  logFile?: number | undefined;
  onOutput?: ((text: string) => void) | undefined;
};

/**
 * Starts a program in a session of its own, so that a Ctrl-C in the terminal reaches only us and we decide the
 * order in which things stop. It cannot outlive us: a normal exit signals it, and on Linux the kernel does the
 * same when we are killed outright.
 *
 * @throws the spawn error (ENOENT, EACCES…)
 */
export async function startProcess(options: StartOptions): Promise<ServerProcess> {
  const { stopSignal, cwd, env = process.env, logFile, onOutput } = options;
  const { command, args, identity } = dieWithParent(options);
  const output = logFile ?? "pipe";
  const child = spawn(command, args, {
    detached: true,
    stdio: ["ignore", output, output],
    cwd,
    env,
    ...identity,
  });
  const pid = await spawned(child);

  const tail: string[] = [];
  const listen = (chunk: Buffer) => {
    const text = chunk.toString("utf8");
    tail.push(text);
    if (tail.length > 40) tail.shift();
    onOutput?.(text);
  };
  child.stdout?.on("data", listen);
  child.stderr?.on("data", listen);

  let running = true;
  stopWithUs(pid, stopSignal);
  // "close" comes after the last output, and for Postgres after its last child has let go of it.
  const exited = new Promise<Ending>((resolve) => {
    child.once("close", (code, signal) => {
      running = false;
      living.delete(pid);
      resolve({ code, signal });
    });
  });

  return {
    pid,
    exited,
    isRunning: () => running,
    lastWords: () => tail.join("").trim().split("\n").slice(-8).join("\n"),
    signal: (signal) => {
      if (running) send(pid, signal);
    },
  };
}

/** Asks a process to stop, waits, and insists with SIGKILL when it has not gone after `patience` ms. */
export async function stopProcess(server: ServerProcess, signal: NodeJS.Signals, patience = 10_000) {
  if (!server.isRunning()) return;
  server.signal(signal);
  const insist = setTimeout(() => server.signal("SIGKILL"), patience);
  await server.exited;
  clearTimeout(insist);
}

/** True while a process with this id exists (whoever owns it). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

const SETPRIV = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path));

// util-linux's setpriv sets the parent-death signal after it has changed the user, then execs: the pid is the
// server's own. Elsewhere the server is spawned plainly, and the next start clears what a killed one left.
function dieWithParent({ command, args, stopSignal, account }: StartOptions) {
  if (SETPRIV === undefined) return { command, args: [...args], identity: account ?? {} };
  const user = account
    ? ["--reuid", String(account.uid), "--regid", String(account.gid), "--clear-groups"]
    : [];
  return {
    command: SETPRIV,
    args: [...user, "--pdeathsig", stopSignal.replace("SIG", ""), "--", command, ...args],
    identity: {},
  };
}

// What must not survive this process, whichever way it exits.
const living = new Map<number, NodeJS.Signals>();

function stopWithUs(pid: number, signal: NodeJS.Signals) {
  if (living.size === 0 && process.listeners("exit").every((listener) => listener !== stopLiving)) {
    process.on("exit", stopLiving);
  }
  living.set(pid, signal);
}

/** Ends at once, without asking, all that was started here and still runs. */
export function killEverything() {
  for (const pid of living.keys()) send(pid, "SIGKILL");
}

function stopLiving() {
  for (const [pid, signal] of living) send(pid, signal);
}

function spawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => resolve(child.pid ?? 0));
  });
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone, which is what was wanted.
  }
}
