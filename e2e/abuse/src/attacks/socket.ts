import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { WebSocket } from "ws";
import type { Attack } from "../attack.ts";
import { foreignOrigins, forgedCookies, nested } from "../forgeries.ts";
import type { Ground } from "../ground.ts";
import type { Staff } from "../people.ts";
import { sendRaw } from "../raw-http.ts";

/** Everything that is tried at the desk's live connection. */
export function socketAttacks(ground: Ground): Attack[] {
  return [...handshakes(ground), ...rawHandshakes(ground), ...frames(ground), ...listening(ground)];
}

type Given = { path?: string; cookie?: string; origin?: string | undefined };

/** Tries to open it; what came through when somebody got in. */
function tryToOpen(
  { desk }: Ground,
  { path = "/api/live", cookie = "", origin }: Given,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${desk.replace("http", "ws")}${path}`, {
      headers: { ...(cookie && { cookie }), ...(origin !== undefined && { origin }) },
      handshakeTimeout: 5_000,
    });
    socket.on("open", () => {
      socket.terminate();
      resolve("it opened");
    });
    socket.on("unexpected-response", (_request, response) => {
      socket.terminate();
      const { statusCode = 0 } = response;
      resolve(statusCode >= 400 && statusCode < 500 ? undefined : `answered ${statusCode}`);
    });
    socket.on("error", () => resolve(undefined));
  });
}

function handshakes(ground: Ground): Attack[] {
  const { desk, ana, berta, carla, dianaAtDesk, diana } = ground;
  const fromElsewhere = [ana, berta, carla].flatMap(({ name, cookie }) =>
    foreignOrigins(desk).map(
      (origin): Attack => ({
        kind: "foreign-origin",
        name: `${name}'s login from a page of ${origin}`,
        run: () => tryToOpen(ground, { cookie, origin }),
      }),
    ),
  );
  const forged = [undefined, desk].flatMap((origin) =>
    forgedCookies(ana, [diana]).map(
      ([name, cookie]): Attack => ({
        kind: "broken-auth",
        name: `with ${name}, ${origin ? "from our page" : "without a page"}`,
        run: () => tryToOpen(ground, { cookie, origin }),
      }),
    ),
  );
  const elsewhere = [
    "/",
    "/api",
    "/api/live/",
    "/api/live/..",
    "/API/LIVE",
    "//api/live",
    "/api/desk",
    "/api/live%00",
    "/api/%6cive",
    "/live",
  ].map(
    (path): Attack => ({
      kind: "hidden-route",
      name: `at ${path}`,
      run: () => tryToOpen(ground, { path, cookie: ana.cookie, origin: desk }),
    }),
  );
  const auditor: Attack = {
    kind: "role-change",
    name: "as an auditor",
    run: () => tryToOpen(ground, { cookie: dianaAtDesk.cookie, origin: desk }),
  };
  return [...fromElsewhere, ...forged, ...elsewhere, auditor];
}

/** Upgrades that are not quite one, with a good login: none may be answered with 101 or break the server. */
function rawHandshakes({ desk, ana }: Ground): Attack[] {
  const key = randomBytes(16).toString("base64");
  const right: Record<string, string> = {
    Host: new URL(desk).host,
    Cookie: ana.cookie,
    Origin: desk,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Key": key,
    "Sec-WebSocket-Version": "13",
  };
  const wrong: [string, Record<string, string | undefined>][] = [
    ["no key", { "Sec-WebSocket-Key": undefined }],
    ["an empty key", { "Sec-WebSocket-Key": "" }],
    ["a key that is too short", { "Sec-WebSocket-Key": "YQ==" }],
    ["a key that is no base64", { "Sec-WebSocket-Key": "!".repeat(24) }],
    ["no version", { "Sec-WebSocket-Version": undefined }],
    ["an old version", { "Sec-WebSocket-Version": "7" }],
    ["a version of the future", { "Sec-WebSocket-Version": "99" }],
    ["another protocol", { Upgrade: "h2c" }],
    ["two origins", { Origin: `${desk}\r\nOrigin: https://mal.example` }],
    ["a folded origin", { Origin: `${desk}\r\n https://mal.example` }],
    ["an origin after a NUL", { Origin: `${desk}\0https://mal.example` }],
    ["a length and a body", { "Content-Length": "5", "Transfer-Encoding": "chunked" }],
    ["a cookie that is too long", { Cookie: "a".repeat(60_000) }],
    ["no host", { Host: undefined }],
    [
      "an extension that is none",
      { "Sec-WebSocket-Extensions": "permessage-deflate; =;;", "Sec-WebSocket-Key": "x" },
    ],
    ["a protocol that is none", { "Sec-WebSocket-Protocol": "a,,b c" }],
  ];
  return ["GET", "POST", "CONNECT"].flatMap((method) =>
    wrong.map(([name, changed]): Attack => {
      const headers = Object.entries({ ...right, ...changed }).flatMap(([header, value]) =>
        value === undefined ? [] : [`${header}: ${value}`],
      );
      return {
        kind: "smuggling",
        name: `${method} with ${name}`,
        run: async () => {
          const { statuses } = await sendRaw(
            desk,
            `${method} /api/live HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`,
          );
          return statuses.some((status) => status < 400 || status >= 500)
            ? `answered ${statuses.join(", ")}`
            : undefined;
        },
      };
    }),
  );
}

type Frame = { type: string; [key: string]: unknown };

/** A connection of somebody who may have one, and all that came over it. */
async function openFor({ desk }: Ground, { cookie }: Staff) {
  const socket = new WebSocket(`${desk.replace("http", "ws")}/api/live`, {
    headers: { cookie, origin: desk },
  });
  const heard: Frame[] = [];
  socket.on("message", (bytes) => heard.push(JSON.parse(bytes.toString()) as Frame));
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("open", resolve));
  const closed = new Promise<boolean>((resolve) => socket.once("close", () => resolve(true)));
  return {
    socket,
    heard,
    closedWithin: (ms: number) =>
      Promise.race([closed, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms).unref())]),
  };
}

/** Frames that are none: whoever sends one is hung up on, and hears nothing. */
function frames(ground: Ground): Attack[] {
  const { victim } = ground;
  const id = victim.sessionId;
  const texts: [string, string | Buffer][] = [
    ["nothing", ""],
    ["a word", "hola"],
    ["JSON that breaks off", '{"type":'],
    ["a list", "[]"],
    ["null", "null"],
    ["an unknown type", '{"type":"subscribe-all"}'],
    ["a command", JSON.stringify({ type: "claim", sessionId: id })],
    ["a message to send", JSON.stringify({ type: "message", sessionId: id, text: "hola" })],
    ["a role", '{"type":"hello","since":0,"role":7,"__proto__":{"type":"x"},"type":"admin"}'],
    ["a past before all time", '{"type":"hello","since":-1}'],
    ["a past that is a half", '{"type":"hello","since":0.5}'],
    ["a past that is text", '{"type":"hello","since":"0 or 1=1"}'],
    ["a past that cannot be counted", '{"type":"hello","since":1e400}'],
    ["a session that is an object", '{"type":"watch","sessionId":{"$ne":null}}'],
    ["all sessions", '{"type":"watch","sessionId":"*"}'],
    ["sessions in a list", JSON.stringify({ type: "watch", sessionId: [id] })],
    ["a path as session", '{"type":"watch","sessionId":"../../etc/passwd"}'],
    ["a presence that is none", '{"type":"presence","state":"supervisor"}'],
    [
      "another person's presence",
      JSON.stringify({ type: "presence", state: "root", personId: ground.people.carla }),
    ],
    ["a wall that is text", '{"type":"wall","shown":"yes"}'],
    ["a list nested 8,000 deep", nested(8_000)],
    ["an object nested 2,000 deep", nested(2_000, "object")],
    ["more than it may be", "a".repeat(20_000)],
    ["two megabytes", "a".repeat(2_000_000)],
    ["bytes", randomBytes(64)],
    ["bytes that are no text", Buffer.from("fffefdfc", "hex")],
    ["a NUL", '{"type":"watch","sessionId":"\u0000"}'],
  ];
  return [ground.ana, ground.berta, ground.carla].flatMap((who) =>
    texts.map(([name, text]): Attack => {
      const kind = name.includes("nested")
        ? "nested"
        : name.includes("more") || name.includes("mega")
          ? "oversized"
          : "bad-input";
      return {
        kind,
        name: `${who.name} sends ${name}`,
        run: async () => {
          const live = await openFor(ground, who);
          live.socket.send(text);
          const hungUp = await live.closedWithin(8_000);
          live.socket.terminate();
          return hungUp && live.heard.every(({ type }) => type === "ping")
            ? undefined
            : "the connection stayed as if nothing had happened";
        },
      };
    }),
  );
}

/** Listening in on a conversation that is somebody else's, and on the wall without being a supervisor. */
function listening(ground: Ground): Attack[] {
  const { victim, other, ana, berta } = ground;
  const overheard = [victim.sessionId, other.sessionId].flatMap((sessionId) =>
    [null, 0, 1].map((since): Attack => {
      return {
        kind: "idor",
        name: `Berta watches Ana's conversation from ${since}`,
        run: async () => {
          const live = await openFor(ground, berta);
          live.socket.send(JSON.stringify({ type: "hello", since }));
          live.socket.send(JSON.stringify({ type: "watch", sessionId }));
          const whisper = { noteId: uuidv7(), kind: "note", text: "una nota que Berta no debe oír" };
          const said = await ana.ask("POST", `/api/sessions/${sessionId}/typing`, {});
          await ana.ask("POST", `/api/sessions/${sessionId}/safety-check`, { text: whisper.text });
          await new Promise((resolve) => setTimeout(resolve, 700));
          live.socket.terminate();
          if (said.status >= 300) return `the bait was not taken: ${said.status}`;
          const messages = live.heard.filter(({ type }) => type === "message");
          return messages.length === 0 ? undefined : `she heard ${messages.length} messages`;
        },
      };
    }),
  );
  const wall: Attack = {
    kind: "role-change",
    name: "an executive looks at the supervisors' wall",
    run: async () => {
      const live = await openFor(ground, berta);
      live.socket.send(JSON.stringify({ type: "hello", since: null }));
      live.socket.send(JSON.stringify({ type: "wall", shown: true }));
      await new Promise((resolve) => setTimeout(resolve, 700));
      live.socket.terminate();
      return live.heard.some(({ type }) => type === "shift" || type === "alert")
        ? "she saw the wall"
        : undefined;
    },
  };
  return [...overheard, wall];
}
