import { randomUUID } from "node:crypto";
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Database } from "@liss/database";
import type { Identity } from "@liss/identity";
import type { Logger } from "@liss/telemetry";
import type { Vault } from "@liss/vault";
import { type WebSocket, WebSocketServer } from "ws";
import type { Clock } from "../arrivals/handling.ts";
import type { FeedKind, RoutingTables } from "../database/tables.ts";
import { beat } from "../shift/gone.ts";
import { arrive, showScreen } from "../shift/presence.ts";
import type { StatusWatch } from "../status/watch.ts";
import { ClientFrame, type ServerFrame, type SessionCard } from "./api.ts";
import type { DeskPerson } from "./commands.ts";
import { shiftOf } from "./shift-view.ts";
import { sightOf } from "./sight.ts";
import { cards, lastSequence, messagesById, recentAlerts } from "./views.ts";

/** Named limits of the live connection. */
export const liveLimits = {
  /** Changes replayed to a console that comes back; beyond it, fetching everything is faster. */
  replay: 2_000,
  /** Changes read at a time. */
  atOnce: 500,
  /** Without a nudge, how often Postgres is asked anyway (ms). */
  poll: 500,
  /** Half-open connections are found within two of these (ms). */
  ping: 15_000,
  /** How often a connected person is asked of identity again, so that a login that ended closes it (ms). */
  reauthenticate: 10_000,
  /** How often Postgres is told who is here (ms); gone is a matter of a minute. */
  beat: 5_000,
  /** A console that has not been heard for this long gives no sign of life: two pings without an answer (ms). */
  heard: 35_000,
  /** What goes to one console in one piece, at most (bytes). */
  piece: 65_536,
  /** A console that does not read this much (bytes) is told to come back. */
  buffered: 1_000_000,
} as const;

type Client = {
  socket: WebSocket;
  /** What it is written on. */
  line: Duplex;
  person: DeskPerson;
  /** The last change this console has; null until it said hello. */
  sequence: number | null;
  watching: string | null;
  /** A supervisor who looks at the wall: who works, and with what load, is sent too. */
  wall: boolean;
  /** Nobody has touched this console for long. */
  untouched: boolean;
  alive: boolean;
  heardAt: number;
  request: IncomingMessage;
};

type FeedRow = {
  sequence: number;
  kind: FeedKind;
  session_id: string | null;
  ref_id: string;
};

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
  const { db, vault, logger, clock } = deps;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16_384 });
  const clients = new Set<Client>();
  /** Where each open session was when everybody was last told: whoever does not see it knows as long as it stays. */
  const told = new Map<string, string>();
  const replica = randomUUID();
  await beat(db, replica, [], clock.now());
  let position = await lastSequence(db);

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
    const client: Client = {
      socket,
      line,
      person,
      sequence: null,
      watching: null,
      wall: false,
      untouched: false,
      alive: true,
      heardAt: performance.now(),
      request,
    };
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
        if (client.wall) enqueue(() => showShift([client]));
      }
      if (frame.type === "hello") enqueue(() => greet(client, frame.since));
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

  /** Replays what was missed, or says that fetching everything is better. */
  async function greet(client: Client, since: number | null): Promise<void> {
    await catchUp();
    const now = clock.now();
    if (since === null || since === position) {
      client.sequence = position;
      send(client, { type: "welcome", sequence: position, now });
      return send(client, { type: "status", status: deps.status.now() });
    }
    const missed = await rowsAfter(since, liveLimits.replay + 1);
    const complete =
      since < position && missed.length <= liveLimits.replay && missed[0]?.sequence === since + 1;
    client.sequence = position;
    if (!complete) return send(client, { type: "resync", sequence: position });
    send(client, { type: "welcome", sequence: position, now });
    send(client, { type: "status", status: deps.status.now() });
    await deliver(
      missed.filter((row) => row.sequence <= position),
      [client],
      () => true,
    );
  }

  const rowsAfter = (sequence: number, limit: number): Promise<FeedRow[]> =>
    db
      .selectFrom("desk_feed")
      .select(["sequence", "kind", "session_id", "ref_id"])
      .where("sequence", ">", sequence)
      .orderBy("sequence")
      .limit(limit)
      .execute();

  /** Reads the feed to its end and sends it on, in order. What is committed meanwhile wakes it again. */
  async function catchUp(): Promise<void> {
    for (let isMore = true; isMore; ) {
      const rows = await rowsAfter(position, liveLimits.atOnce);
      isMore = rows.length === liveLimits.atOnce;
      const last = rows.at(-1);
      if (!last) return;
      const ready = [...clients].filter((client) => client.sequence !== null);
      if (ready.length > 0) await deliver(rows, ready, hasMoved);
      else told.clear(); // moved with nobody looking: whoever comes next is told again
      // An alarm may be the line's: the state of the service is looked at now instead of at its next turn.
      if (rows.some(({ kind }) => kind === "alert")) void deps.status.look();
      if (rows.some(({ kind }) => kind === "session" || kind === "shift"))
        await showShift(ready.filter(({ wall }) => wall));
      position = last.sequence;
      for (const client of ready) client.sequence = position;
    }
  }

  /** Loads and presences as they are now; asked only while somebody looks at them. */
  async function showShift(to: Client[]): Promise<void> {
    if (to.length === 0) return;
    const { people } = await shiftOf(db);
    for (const client of to) send(client, { type: "shift", people });
  }

  deps.status.onChange((status) => {
    for (const client of clients) if (client.sequence !== null) send(client, { type: "status", status });
  });

  /** Whether it is in other hands than when everybody was last told. */
  function hasMoved({ id, status, owner, transfer, heldUntil }: SessionCard): boolean {
    const where = `${status} ${owner?.id} ${transfer?.to} ${heldUntil}`;
    if (told.get(id) === where) return false;
    if (status === "closed") told.delete(id);
    else told.set(id, where);
    return true;
  }

  /**
   * Each thing that changed is looked up once, as it is now, and sent to whom it concerns. That a session is gone
   * from a desk is told when it moved, and not again with each word that is written in it.
   */
  async function deliver(
    rows: FeedRow[],
    to: Client[],
    moved: (card: SessionCard) => boolean,
  ): Promise<void> {
    const latest = new Map<string, FeedRow>();
    for (const row of rows) latest.set(`${row.kind}:${row.ref_id}`, row);
    // In the order of their numbers: a console that got frame n has everything up to n, should the line break there.
    const distinct = [...latest.values()].sort((a, b) => a.sequence - b.sequence);
    const sessionIds = idsOf(distinct, "session");
    const watched = new Set(to.map((client) => client.watching));
    const messageRows = distinct.filter((row) => row.kind === "message" && watched.has(row.session_id));
    const shown = [...new Set(messageRows.flatMap((row) => row.session_id ?? []))];
    const alertIds = idsOf(distinct, "alert");
    // Asked at once, on several connections: what is on a screen late is late by the slowest of them, not by their sum.
    const [changed, sight, messages, alertRows] = await Promise.all([
      sessionIds.length ? cards(db, (query) => query.where("sessions.id", "in", sessionIds)) : [],
      sightOf(db, [...sessionIds, ...shown], clock.now()),
      messagesById(
        db,
        vault,
        messageRows.map((row) => row.ref_id),
      ),
      alertIds.length ? recentAlerts(db, alertIds) : [],
    ]);
    const cardById = new Map(changed.map((card) => [card.id, card]));
    const messageById = new Map(messages.map((message) => [message.id, message]));
    const alerts = new Map(alertRows.map((alert) => [alert.id, alert]));

    // What goes to one console goes in one piece: each piece costs a call and wakes the other side.
    for (const { line } of to) line.cork();
    try {
      for (const { kind, ref_id, sequence } of distinct) {
        const card = kind === "session" ? cardById.get(ref_id) : undefined;
        const message = kind === "message" ? messageById.get(ref_id) : undefined;
        const alert = kind === "alert" ? alerts.get(ref_id) : undefined;
        const isNews = card !== undefined && moved(card);
        const frames = new Map<Place, Buffer>();
        for (const client of to) {
          if (card && !sight.isWalled(client.person, card.id)) {
            const place = placeFor(client.person, card);
            if (place !== "gone" || isNews)
              sendBytes(client, bytesFor(frames, place, { type: "session", sequence, card, place }));
          }
          if (
            message &&
            client.watching === message.sessionId &&
            sight.mayRead(client.person, message.sessionId)
          )
            send(client, { type: "message", sequence, message });
          if (alert && client.person.role === "supervisor") send(client, { type: "alert", sequence, alert });
          if (kind === "announcement" || (kind === "reading" && client.person.role === "supervisor"))
            send(client, { type: "announcements" });
        }
      }
    } finally {
      for (const { line } of to) line.uncork();
    }
  }

  // One thing at a time, so that frames leave in the order of the feed.
  let work: Promise<void> = Promise.resolve();
  let pending = false;
  function enqueue(task: () => Promise<void>): void {
    work = work
      .then(task)
      .catch((error: unknown) => logger.warn({ err: error }, "live feed failed; trying again"));
  }
  function wake(): void {
    if (pending) return;
    pending = true;
    enqueue(async () => {
      pending = false;
      await catchUp();
    });
  }

  const poll = setInterval(wake, liveLimits.poll);
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
    for (const client of clients) void reauthenticate(client);
  }, liveLimits.reauthenticate);

  async function reauthenticate(client: Client): Promise<void> {
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
    wake,
    stop: async () => {
      clearInterval(poll);
      clearInterval(ping);
      clearInterval(beats);
      clearInterval(check);
      for (const client of clients) client.socket.close(1012, "restarting");
      await work;
      sockets.close();
    },
  };
}

function send(client: Client, frame: ServerFrame): void {
  sendBytes(client, bytesOf(frame));
}

function sendBytes(client: Client, bytes: Buffer): void {
  if (client.socket.readyState !== client.socket.OPEN) return;
  if (client.line.writableCorked > 0 && client.socket.bufferedAmount > liveLimits.piece) {
    client.line.uncork();
    client.line.cork();
  }
  if (client.socket.bufferedAmount > liveLimits.buffered) client.socket.close(1013, "too slow");
  else client.socket.send(bytes, { binary: false });
}

const bytesOf = (frame: ServerFrame): Buffer => Buffer.from(JSON.stringify(frame), "utf8");

/** Written once for all who see it in the same place. */
function bytesFor(frames: Map<Place, Buffer>, place: Place, frame: ServerFrame): Buffer {
  const bytes = frames.get(place) ?? bytesOf(frame);
  frames.set(place, bytes);
  return bytes;
}

type Place = Extract<ServerFrame, { type: "session" }>["place"];

/** Where a session belongs on somebody's desk now. */
export function placeFor(person: DeskPerson, card: SessionCard): Place {
  if (card.status === "waiting") return card.heldUntil && person.role === "executive" ? "gone" : "queue";
  if (card.owner?.id === person.id) return "mine";
  if (card.transfer?.to === person.id) return "offered";
  if (card.owner && person.role === "supervisor") return "others";
  return "gone";
}

function parseFrame(text: string): ClientFrame | undefined {
  try {
    return ClientFrame.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const idsOf = (rows: FeedRow[], kind: FeedRow["kind"]): string[] =>
  rows.filter((row) => row.kind === kind).map((row) => row.ref_id);
