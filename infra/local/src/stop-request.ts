/** A second Ctrl-C counts only after this long: a terminal and npm both pass the first one on. */
const SAME_REQUEST = 700;

/**
 * Calls `stop` when somebody asks us to end: Ctrl-C, SIGTERM, a closed terminal, or the death of the process that
 * started us. A second request calls `force`.
 */
export function onStopRequest({ stop, force }: { stop: () => void; force: () => void }): void {
  let first: number | undefined;
  const request = () => {
    if (first === undefined) {
      first = Date.now();
      stop();
    } else if (Date.now() - first > SAME_REQUEST) {
      force();
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, request);
  process.once("disconnect", () => first === undefined && request());
}
