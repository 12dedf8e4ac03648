import type { Ending } from "./server-process.ts";

/** A server started by this package, on 127.0.0.1. */
export type RunningServer = {
  /** With user and password where the server asks for them. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when it has gone, whoever ended it. */
  readonly exited: Promise<Ending>;
  /** Stops it in order and waits until it has gone. Calling it again does nothing. */
  stop(): Promise<void>;
  /** Sends a signal (SIGKILL by default) and waits until it has gone; its data can be started again. */
  kill(signal?: NodeJS.Signals): Promise<void>;
};
