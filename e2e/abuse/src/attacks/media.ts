import { mediaLinks } from "@liss/media";
import { type Attack, strangeUuid } from "../attack.ts";
import { brokenIds } from "../forgeries.ts";
import type { Ground } from "../ground.ts";
import type { HostileGraph } from "../hostile-graph.ts";
import { type Staff, withCookie } from "../people.ts";
import { refused, smugglingAttacks } from "../repelled.ts";

/** Everything that is tried with files: on their way in from WhatsApp, and on their way out to a screen. */
export function mediaAttacks(ground: Ground, graph: HostileGraph, random: () => number): Attack[] {
  return [
    ...addresses(graph),
    ...types(graph),
    ...mediaIds(graph),
    ...permits(ground, random),
    ...smugglingAttacks(ground.desk, pathOf(ground), ground.berta.cookie),
  ];
}

const jpeg = Buffer.concat([Buffer.from("ffd8ffe000104a464946", "hex"), Buffer.alloc(5_000, 7)]);

/** Where a hostile answer says that her file is. Our token must never go there, and nothing from there be kept. */
function addresses(graph: HostileGraph): Attack[] {
  const { secret } = graph;
  // Apart from the address, or it would be found as a secret that somebody kept.
  const credentials = "user:pass";
  const places = [
    "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
    "https://169.254.169.254/",
    "http://[::ffff:169.254.169.254]/",
    "http://2852039166/",
    "http://127.0.0.1/",
    "http://localhost:4001/",
    "http://[::1]/",
    "http://0.0.0.0/",
    "https://127.0.0.1/",
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "data:image/jpeg;base64,/9j/4AAQSkZJRg==",
    "ftp://lookaside.fbsbx.com/x",
    "gopher://127.0.0.1:4002/_PING",
    "javascript:alert(1)",
    "//mal.example/x",
    "/etc/passwd",
    "../../../../etc/passwd",
    "",
    "http://lookaside.fbsbx.com/x",
    "https://lookaside.fbsbx.com:8443/x",
    "https://lookaside.fbsbx.com@mal.example/x",
    `https://${credentials}@lookaside.fbsbx.com/x`,
    "https://lookaside.fbsbx.com.mal.example/x",
    "https://mallookaside.fbsbx.com/x",
    "https://xfbcdn.net/x",
    "https://fbcdn.net.mal.example/x",
    "https://mal.example/lookaside.fbsbx.com",
    "https://mal.example#.fbcdn.net",
    "https://mal.example?.fbcdn.net",
    "https://mal.example\\.fbcdn.net/x",
    "https://ｆｂｃｄｎ.mal.example/x",
    `${secret.address}/secret`,
    `${secret.address}/secret#${graph.address}`,
    `${secret.address}\\@${new URL(graph.address).host}/`,
  ];
  return ["told at once", "after a redirect", "after two redirects"].flatMap((how, hops) =>
    // A redirect may name a path alone: it stays at the server that said it.
    places
      .filter((place) => hops === 0 || /^(\w+:|\/\/)/.test(place))
      .map((place): Attack => {
        return {
          kind: "forged-address",
          name: `a file at ${place.slice(0, 60)}, ${how}`,
          run: () => graph.fetchFile({ url: hops === 0 ? place : graph.redirecting(place, hops) }),
        };
      }),
  );
}

/** What a file says that it is, and is not. */
function types(graph: HostileGraph): Attack[] {
  const page = Buffer.from("<!doctype html><script>fetch('/api/desk')</script>".padEnd(5_000, " "));
  const drawing = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'.padEnd(5_000, " "),
  );
  const program = Buffer.concat([
    Buffer.from("4d5a90000300000004000000ffff0000", "hex"),
    Buffer.alloc(5_000),
  ]);
  const elf = Buffer.concat([Buffer.from("7f454c46020101000000000000000000", "hex"), Buffer.alloc(5_000)]);
  const script = Buffer.from("#!/bin/sh\ncurl https://mal.example\n".padEnd(5_000, "#"));
  const contents = { page, drawing, program, elf, script };
  const claims = [
    "image/jpeg",
    "image/png",
    "audio/ogg",
    "video/mp4",
    "application/pdf",
    "text/html",
    "image/svg+xml",
  ];
  const lies = Object.entries(contents).flatMap(([what, bytes]) =>
    claims.map(
      (claimed): Attack => ({
        kind: "bad-input",
        name: `a ${what} that says it is ${claimed}`,
        run: () => graph.fetchFile({ bytes, claimed }, "not shown as what it is not"),
      }),
    ),
  );
  const others: Attack[] = [
    {
      kind: "oversized",
      name: "a file larger than it may be",
      run: () => graph.fetchFile({ bytes: Buffer.concat([jpeg, Buffer.alloc(3_000_000)]) }),
    },
    {
      kind: "oversized",
      name: "a file that says it is small",
      run: () => graph.fetchFile({ bytes: Buffer.concat([jpeg, Buffer.alloc(3_000_000)]), size: 10 }),
    },
    {
      kind: "oversized",
      name: "a file that says it is endless",
      run: () => graph.fetchFile({ bytes: jpeg, size: 1e15 }),
    },
    {
      kind: "bad-input",
      name: "a file with another hash",
      run: () => graph.fetchFile({ bytes: jpeg, sha256: "0".repeat(64) }),
    },
    {
      kind: "bad-input",
      name: "a file that is empty",
      run: () => graph.fetchFile({ bytes: Buffer.alloc(0), claimed: "image/jpeg" }),
    },
  ];
  return [...lies, ...others];
}

/** Ids of files that would lead the gateway, with its token, to another address of the Graph API. */
function mediaIds(graph: HostileGraph): Attack[] {
  const ids = [
    ...brokenIds.filter(
      (id) => id !== "0" && id !== "-1" && id !== "null" && id !== "undefined" && id !== "*",
    ),
    "../v25.0/me/accounts",
    "123/../../oauth/access_token",
    "123?fields=access_token",
    "123#",
    "123\r\nX-Injected: 1",
    "@mal.example",
    "//mal.example/x",
    "\\\\mal.example\\x",
    "123/messages",
  ];
  return ids.map((mediaId): Attack => {
    return {
      kind: "traversal",
      name: `a file called ${JSON.stringify(mediaId).slice(0, 40)}`,
      run: async () => {
        await graph.fetchFile({ mediaId, url: "https://mal.example/" });
        const wandered = graph
          .asked()
          .find((path) => !path.startsWith("/v25.0/") || path.split("?")[0]?.split("/").length !== 3);
        return wandered === undefined ? undefined : `the gateway asked for ${wandered}`;
      },
    };
  });
}

const pathOf = ({ victim }: Ground) => `/api/sessions/${victim.sessionId}/files/${victim.fileMessageId}`;

/** Links to her file: forged, old, somebody else's, of another file. */
function permits(ground: Ground, random: () => number): Attack[] {
  const { ana, berta, carla, dianaAtDesk, desk, victim, other, people } = ground;
  const path = pathOf(ground);
  let link: Promise<string> | undefined;
  /** A true link of Ana's, asked for once. */
  const permit = async () => {
    link ??= ana
      .ask("POST", path, {})
      .then(({ body }) => new URL(String(body?.url), desk).searchParams.get("permit") ?? "");
    return link;
  };
  const open = (who: Staff, query: string, at = path) => who.ask("GET", `${at}${query}`);
  const own = mediaLinks({ key: Buffer.alloc(32, 1) });
  const old = mediaLinks({ key: Buffer.alloc(32, 1), now: () => 0 });
  const made: [string, (real: string) => string][] = [
    ["no permit", () => ""],
    ["an empty permit", () => "?permit="],
    [
      "a permit of our own making",
      () => `?permit=${own.sign({ messageId: victim.fileMessageId, personId: people.ana })}`,
    ],
    ["an old permit", () => `?permit=${old.sign({ messageId: victim.fileMessageId, personId: people.ana })}`],
    ["a permit until later", (real) => `?permit=zzzzzz.${real.split(".")[1]}`],
    ["a permit for ever", (real) => `?permit=zzzzzzzzzz.${real.split(".")[1]}`],
    ["a permit with half a signature", (real) => `?permit=${real.slice(0, -20)}`],
    [
      "a permit with a letter changed",
      (real) => `?permit=${real.slice(0, -2)}${real.at(-2) === "a" ? "b" : "a"}${real.at(-1)}`,
    ],
    ["two permits", (real) => `?permit=x&permit=${real}`],
    ["a permit in a list", (real) => `?permit[]=${real}`],
    ["a permit that is an object", () => "?permit[$ne]=1"],
    ["a permit that is too long", () => `?permit=${"a".repeat(5_000)}`],
    ["a permit in capitals", (real) => `?PERMIT=${real}`],
  ];
  const forged = made.flatMap(([name, query]) =>
    [ana, berta, carla, dianaAtDesk].map(
      (who): Attack => ({
        kind: "broken-auth",
        name: `${who.name} opens her file with ${name}`,
        run: async () => refused(await open(who, query(await permit()))),
      }),
    ),
  );
  const crossed: Attack[] = [
    [berta, path],
    [carla, path],
    [dianaAtDesk, path],
    [withCookie(desk, ""), path],
    [ana, `/api/sessions/${other.sessionId}/files/${victim.fileMessageId}`],
    [ana, `/api/sessions/${victim.sessionId}/files/${other.fileMessageId}`],
    [ana, `/api/sessions/${other.sessionId}/files/${other.fileMessageId}`],
    [ana, `/api/sessions/${victim.sessionId}/files/${victim.messageId}`],
    [ana, `/api/sessions/${victim.sessionId}/files/${strangeUuid(random)}`],
  ].map(([who, at]) => ({
    kind: "idor",
    name: `${(who as Staff).name || "nobody"} takes Ana's link to ${String(at).slice(14, 100)}`,
    run: async () => refused(await open(who as Staff, `?permit=${await permit()}`, at as string)),
  }));
  const wandering = brokenIds.map(
    (id): Attack => ({
      kind: "traversal",
      name: `her file at ${id.slice(0, 30)}`,
      run: async () =>
        refused(
          await open(ana, `?permit=${await permit()}`, `/api/sessions/${victim.sessionId}/files/${id}`),
        ),
    }),
  );
  return [...forged, ...crossed, ...wandering];
}
