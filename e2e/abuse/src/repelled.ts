import type { Attack } from "./attack.ts";
import { type RawAnswer, sendRaw, smuggled } from "./raw-http.ts";

/**
 * Refused in order: the caller's fault, and nothing about anybody. A fault of our own (500) is no refusal: what breaks
 * may break further. Redirects and the console's own page, which says nothing, are told apart by the status.
 */
export function refused({ status, text }: { status: number; text: string }): string | undefined {
  if (status === 503) return "the service said that it is down";
  if (status < 400) return `answered ${status}: ${text.slice(0, 80)}`;
  if (status >= 500) return `broke with ${status}`;
  // Our own refusals are Problem Details; what Express says by itself in HTML would name files and lines.
  return /\bat .*\.(ts|js):\d+|node_modules/.test(text) ? "showed where in the code it failed" : undefined;
}

/** Refused, or the door was shut in mid-sentence and still stands: a service that broke would be gone. */
export async function turnedAway(
  address: string,
  { statuses, closed }: RawAnswer,
): Promise<string | undefined> {
  const [status] = statuses;
  if (status !== undefined) return refused({ status, text: "" });
  if (!closed) return "said nothing";
  const { ok } = await fetch(`${address}/healthz`);
  return ok ? undefined : "shut the door and is not well";
}

/** Over bare connections: whatever two servers could read differently is refused, and nothing hidden in it is answered. */
export function smugglingAttacks(address: string, path: string, cookie = ""): Attack[] {
  const login = cookie ? `Cookie: ${cookie}\r\n` : "";
  const hidden = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${login}\r\n`;
  return ["POST", "GET"].flatMap((method) =>
    smuggled(method, path, "", hidden).map(
      ([name, bytes]): Attack => ({
        kind: "smuggling",
        name: `${method} ${path}: ${name}`,
        run: async () => {
          const { statuses } = await sendRaw(address, bytes);
          const answered = statuses.find((status) => status < 400 || status >= 500);
          if (answered !== undefined) return `answered ${statuses.join(", ")}`;
          // A second answer that only says "this is no request" answers nothing hidden.
          const others = statuses.slice(1).filter((status) => status !== 400);
          return others.length > 0 ? `answered twice: ${statuses.join(", ")}` : undefined;
        },
      }),
    ),
  );
}
