import type { Staff } from "./people.ts";

const nameOf = (cookie: string) => cookie.split("=")[0] ?? "";
const contentOf = (cookie: string) => cookie.slice(cookie.indexOf("=") + 1);

/** Cookies that look like a login and are none. `others`: cookies of other doors, which open only their own. */
export function forgedCookies(real: Staff, others: readonly Staff[]): [name: string, cookie: string][] {
  const name = nameOf(real.cookie);
  const value = decodeURIComponent(contentOf(real.cookie.split("; ")[0] ?? ""));
  const [token = "", signature = ""] = value.split(".");
  const made = (text: string) => `${name}=${encodeURIComponent(text)}`;
  const last = signature.at(-3) === "A" ? "B" : "A";
  return [
    ["none", ""],
    ["an empty login", made("")],
    ["a token without signature", made(token)],
    ["a token with an empty signature", made(`${token}.`)],
    [
      "a signature changed in one letter",
      made(`${token}.${signature.slice(0, -3)}${last}${signature.slice(-2)}`),
    ],
    [
      "a token changed in one letter",
      made(`${token.slice(0, -1)}${token.at(-1) === "a" ? "b" : "a"}.${signature}`),
    ],
    ["a signature of another length", made(`${token}.${signature.slice(0, 20)}`)],
    ["the token as its own signature", made(`${token}.${token}`)],
    ["a JSON web token without algorithm", made("eyJhbGciOiJub25lIn0.eyJyb2xlIjoic3VwZXJ2aXNvciJ9.")],
    ["SQL", made(`' or '1'='1.${signature}`)],
    ["an object", made('{"role":"supervisor"}')],
    ["a very long token", made("a".repeat(6_000))],
    ["the login under another name", `session=${encodeURIComponent(value)}`],
    ...others.map(({ name: who, cookie }): [string, string] => [`${who}'s login of the other door`, cookie]),
    ...others.map(({ name: who, cookie }): [string, string] => [
      // Both doors know the same people, but what a login may do goes with its person.
      `${who}'s login of the other door under this door's name`,
      `${name}=${contentOf(cookie)}`,
    ]),
  ];
}

/** Origins that are not ours, however much they look like it. */
export function foreignOrigins(own: string): string[] {
  const { protocol, hostname, port } = new URL(own);
  return [
    "https://mal.example",
    "null",
    `${own}.mal.example`,
    `${protocol}//${hostname}.mal.example:${port}`,
    `${protocol}//mal.example:${port}`,
    `${protocol}//${hostname}:${Number(port) + 1}`,
    `${protocol}//${hostname}`,
    `${protocol}//mal.${hostname}:${port}`,
    `${protocol}//${hostname}@mal.example:${port}`,
    `${own}/`.replace(hostname, "mal.example"),
    "file://",
    "chrome-extension://abcdefghijklmnop",
    `data:text/html,${own}`,
    "about:blank",
  ];
}

/** Things that stand where an id should, and lead elsewhere. */
export const brokenIds = [
  "..",
  "../desk",
  "..%2f..%2fetc%2fpasswd",
  "%2e%2e%2f%2e%2e%2fpeople",
  "..%5c..%5cwindows",
  "%00",
  "%c0%ae%c0%ae%c0%af",
  "%",
  "%zz",
  "0",
  "-1",
  "null",
  "undefined",
  "%5Bobject%20Object%5D",
  "*",
  "'%20or%20'1'%3D'1",
  "1%3Bdrop%20table%20sessions",
  "%7B%22%24ne%22%3Anull%7D",
  "__proto__",
  "constructor",
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "a".repeat(3_000),
] as const;

/** Much more than anybody writes, as JSON. */
export const oversized = () => JSON.stringify({ text: "a".repeat(2_000_000) });

/** A body whose depth would break whoever reads it by recursion. */
export const nested = (depth: number, shape: "list" | "object" = "list") =>
  shape === "list"
    ? `${"[".repeat(depth)}${"]".repeat(depth)}`
    : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
