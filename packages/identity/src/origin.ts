import type { IncomingMessage } from "node:http";

/**
 * Whether a request may act with the cookies it brings. Cookies are sameSite=strict, but every port of a host is
 * the same site: a page served from another port must not ride on this login, least of all through a WebSocket,
 * which no preflight protects. Browsers send Origin with every request that changes something and with every
 * upgrade; a request without it comes from our own page's GET or from a program that holds the cookie.
 */
export function hasOwnOrigin(request: IncomingMessage, trustedOrigins: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || trustedOrigins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** In local mode a page may be opened as localhost or as 127.0.0.1; both are the same machine. */
export function localTwins(baseUrl: string): string[] {
  const url = new URL(baseUrl);
  return ["localhost", "127.0.0.1"].map((hostname) => {
    const twin = new URL(url);
    twin.hostname = hostname;
    return twin.origin;
  });
}
