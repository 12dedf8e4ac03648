import { randomUUID } from "node:crypto";
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Database } from "@liss/database";
import type { Identity } from "@liss/identity";
import type { Logger } from "@liss/telemetry";
import type { Vault } from "@liss/vault";
import { type WebSocket, WebSocketServer } from "ws";
import type { Clock } from "../../arrivals/handling.ts";
import type { RoutingTables } from "../../database/tables.ts";
import { beat } from "../../shift/gone.ts";
import { arrive, showScreen } from "../../shift/presence.ts";
import type { StatusWatch } from "../../status/watch.ts";
import { ClientFrame } from "../api.ts";
import type { DeskPerson } from "../commands.ts";
import { type Client, newClient, send } from "./client.ts";
import { startFeed } from "./feed.ts";
import { liveLimits } from "./limits.ts";

export type Live = {
  /** Something was committed, here or on another replica: look now instead of at the next poll. */
  wake(): void;
  stop(): Promise<void>;
};

/**
 * Pushes every committed change to the consoles it concerns. Postgres is the only source: this process
 * reads the feed in order and sends what it finds, so a replica that restarts, or a nudge that is lost,
 * delays a frame and never loses one.
 */
export async function startLive(deps: {
  server: Server;
  db: Database<RoutingTables>;
  /** For what the screens ask all the time, one thing after the other. */
  screens: Database<RoutingTables>;
  vault: Vault;
  identity: Pick<Identity, "personOf">;
  clock: Clock;
  logger: Logger;
  /** Somebody came or went: it may ring for her, or no longer. */
  noticed: () => void;
  /** Whoever comes for the first time may choose from the queue. */
  everybodyChooses: boolean;
  status: Pick<StatusWatch, "now" | "onChange" | "look">;
}): Promise<Live> {
  const { db, logger, clock } = deps;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16_384 });
  const clients = new Set<Client>();
  const replica = randomUUID();
  await beat(db, replica, [], clock.now());
  const feed = await startFeed({ ...deps, clients });

  deps.server.on("upgrade", (request, socket, head) => {
    void admit(request).then(
      (person) => {
        if (typeof person === "number") {
          socket.end(`HTTP/1.1 ${person} ${STATUS_CODES[person]}\r\nConnection: close\r\n\r\n`);
          return;
        }
        sockets.handleUpgrade(request, socket, head, (connected) =>
          welcome(connected, socket, person, request),
        );
      },
      (error: unknown) => {
        logger.warn({ err: error }, "a console could not be admitted");
        socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n");
      },
    );
  });

  async function admit(request: IncomingMessage): Promise<DeskPerson | 400 | 401 | 403 | 404> {
    // Node asks for a host in requests, and forgets it in upgrades; identity compares the origin with it.
    if (!request.headers.host) return 400;
    if (request.url?.split("?")[0] !== "/api/live") return 404;
    // Identity also looks at Origin: another site's page opens nothing in her name.
    const person = await deps.identity.personOf(request, "watching");
    if (!person) return 401;
    if (person.role !== "executive" && person.role !== "supervisor") return 403;
    return { id: person.id, name: person.name, role: person.role };
  }

  function welcome(socket: WebSocket, line: Duplex, person: DeskPerson, request: IncomingMessage): void {
    const client = newClient(socket, line, person, request);
    clients.add(client);
    void notePresence(() => arrive(db, person, deps.everybodyChooses, clock.now()));
    socket.on("close", () => clients.delete(client));
    socket.on("error", () => socket.terminate());
    socket.on("message", (bytes) => {
      const frame = parseFrame(bytes.toString());
      if (!frame) return socket.close(1008, "unknown frame");
      client.alive = true;
      client.heardAt = performance.now();
      if (frame.type === "watch") client.watching = frame.sessionId;
      if (frame.type === "presence") {
        client.untouched = frame.state === "away";
        noteScreen(person, frame.state);
      }
      if (frame.type === "wall") {
        client.wall = frame.shown && person.role === "supervisor";
        if (client.wall) feed.showShift(client);
      }
      if (frame.type === "hello") feed.greet(client, frame.since);
    });
  }

  /** Away from one of her consoles is not away while she works at another. */
  function noteScreen(person: DeskPerson, state: "here" | "away"): void {
    if (state === "away" && [...clients].some((one) => one.person.id === person.id && !one.untouched)) return;
    void notePresence(() => db.transaction().execute((tx) => showScreen(tx, person, state, clock.now())));
  }

  /** A sign of life that cannot be written is told; the next one comes in seconds. */
  async function notePresence(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      deps.noticed();
    } catch (error) {
      logger.warn({ err: error }, "presence could not be written");
    }
  }

  deps.status.onChange((status) => {
    for (const client of clients) if (client.sequence !== null) send(client, { type: "status", status });
  });

  const poll = setInterval(feed.wake, liveLimits.poll);
  const ping = setInterval(() => {
    for (const client of clients) {
      if (!client.alive) client.socket.terminate();
      client.alive = false;
      send(client, { type: "ping", now: clock.now() });
    }
  }, liveLimits.ping);
  const beats = setInterval(() => {
    const heard = [...clients].filter((client) => performance.now() - client.heardAt < liveLimits.heard);
    const people = [...new Set(heard.map((client) => client.person.id))];
    beat(db, replica, people, clock.now()).catch((error: unknown) =>
      logger.warn({ err: error }, "signs of life could not be written"),
    );
  }, liveLimits.beat);
  const check = setInterval(() => {
    for (const client of longestUnchecked(clients)) void reauthenticate(client);
  }, liveLimits.reauthenticate / liveLimits.reauthenticateRounds);

  async function reauthenticate(client: Client): Promise<void> {
    client.checkedAt = performance.now();
    try {
      const person = await deps.identity.personOf(client.request, "watching");
      if (person?.id === client.person.id && person.role === client.person.role) return;
      send(client, { type: "logged-out" });
      client.socket.close(4001, "logged out");
    } catch (error) {
      logger.warn({ err: error }, "a login could not be checked; the connection stays");
    }
  }

  return {
    wake: feed.wake,
    stop: async () => {
      clearInterval(poll);
      clearInterval(ping);
      clearInterval(beats);
      clearInterval(check);
      for (const client of clients) client.socket.close(1012, "restarting");
      await feed.settled();
      sockets.close();
    },
  };
}

/** A round's part of the consoles, so that the turn of each comes in time. */
function longestUnchecked(clients: ReadonlySet<Client>): Client[] {
  const many = Math.ceil(clients.size / liveLimits.reauthenticateRounds);
  return [...clients].sort((one, other) => one.checkedAt - other.checkedAt).slice(0, many);
}

function parseFrame(text: string): ClientFrame | undefined {
  try {
    return ClientFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
