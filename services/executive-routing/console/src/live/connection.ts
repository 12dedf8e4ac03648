import type { ClientFrame, ServerFrame } from "@liss/executive-routing/desk-api";
import { openLive } from "./early-line.ts";
import { waitBefore } from "./reconnect.ts";

/** Silence after which a connection is taken for dead (ms); the server speaks at least every 15 s. */
const longestSilence = 35_000;
/** Silence that makes a computer that wakes up ask anew instead of trusting the socket (ms). */
const suspiciousSilence = 20_000;
/** A handshake that takes longer is given up (ms). */
const handshake = 6_000;

export type ConnectionState = "connecting" | "online" | "reconnecting";

export type Connection = {
  state(): ConnectionState;
  /** The conversation that is open now; told again at each reconnection. */
  watch(sessionId: string | null): void;
  /** Whether the wall of the shift is on the screen; told again at each reconnection. */
  wall(shown: boolean): void;
  /** Nobody has touched this console for long, or somebody does again; told again at each reconnection. */
  away(away: boolean): void;
  stop(): void;
};

export type ConnectionOptions = {
  /** The last change that the caller has; asked at each (re)connection. */
  since: () => number | null;
  onFrame: (frame: ServerFrame) => void;
  /** Something arrived that this console does not understand: better fetch everything. */
  onUnreadable: () => void;
  onState: (state: ConnectionState) => void;
  /** Could not even connect: perhaps the login ended. */
  onRefused: () => void;
  /** A new line, or one that was dialled already. */
  open?: () => WebSocket;
};

/** One WebSocket that comes back by itself. It knows nothing of what the frames mean but their liveness. */
export function connectLive(options: ConnectionOptions): Connection {
  const open = options.open ?? openLive;
  let socket: WebSocket | undefined;
  let state: ConnectionState = "connecting";
  let watching: string | null = null;
  let wallShown = false;
  let away = false;
  let attempt = 0;
  let heardAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  function become(next: ConnectionState): void {
    if (state === next) return;
    state = next;
    options.onState(next);
  }

  function say(frame: ClientFrame): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  function connect(): void {
    clearTimeout(timer);
    if (stopped) return;
    const mine = open();
    socket = mine;
    let greeted = false;
    timer = setTimeout(() => fall(mine), handshake);
    const greet = () => {
      greeted = true;
      say({ type: "hello", since: options.since() });
      say({ type: "watch", sessionId: watching });
      if (wallShown) say({ type: "wall", shown: true });
      if (away) say({ type: "presence", state: "away" });
    };
    if (mine.readyState === WebSocket.OPEN) greet();
    else mine.onopen = greet;
    mine.onmessage = (message) => {
      if (mine !== socket) return;
      heard();
      const frame = readFrame(message.data);
      if (!frame) return options.onUnreadable();
      if (frame.type === "ping") say({ type: "pong" });
      if (frame.type === "welcome" || frame.type === "resync") {
        attempt = 0;
        // State first: whoever hears the frame may already act.
        become("online");
      }
      options.onFrame(frame);
    };
    mine.onclose = () => {
      if (mine !== socket) return;
      if (!greeted) options.onRefused();
      fall(mine);
    };
  }

  /** Word arrived: the connection lives, until it is silent for too long. */
  function heard(): void {
    heardAt = Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => fall(socket), longestSilence);
  }

  /** This socket is no good any more: drop it and try again soon. */
  function fall(fallen: WebSocket | undefined): void {
    if (stopped || fallen !== socket) return;
    socket = undefined;
    quietly(fallen);
    clearTimeout(timer);
    become("reconnecting");
    timer = setTimeout(connect, waitBefore(attempt++, Math.random()));
  }

  /** The network is back, or the lid was opened: do not wait for the next try. */
  function hurry(): void {
    if (stopped) return;
    if (socket?.readyState === WebSocket.OPEN && Date.now() - heardAt < suspiciousSilence) return;
    if (socket?.readyState === WebSocket.CONNECTING) return;
    const old = socket;
    socket = undefined;
    quietly(old);
    become("reconnecting");
    connect();
  }
  const onOffline = () => fall(socket);
  const onVisible = () => document.visibilityState === "visible" && hurry();
  addEventListener("online", hurry);
  addEventListener("offline", onOffline);
  document.addEventListener("visibilitychange", onVisible);
  connect();

  return {
    state: () => state,
    watch: (sessionId) => {
      if (watching === sessionId) return;
      watching = sessionId;
      say({ type: "watch", sessionId });
    },
    wall: (shown) => {
      if (wallShown === shown) return;
      wallShown = shown;
      say({ type: "wall", shown });
    },
    away: (now) => {
      if (away === now) return;
      away = now;
      say({ type: "presence", state: now ? "away" : "here" });
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      removeEventListener("online", hurry);
      removeEventListener("offline", onOffline);
      document.removeEventListener("visibilitychange", onVisible);
      quietly(socket);
    },
  };
}

/** Closes a socket whose end must not be heard any more. */
function quietly(socket: WebSocket | undefined): void {
  if (!socket) return;
  socket.onopen = socket.onmessage = socket.onclose = null;
  socket.close();
}

const frameTypes: Record<ServerFrame["type"], true> = {
  welcome: true,
  resync: true,
  session: true,
  message: true,
  alert: true,
  shift: true,
  status: true,
  announcements: true,
  ping: true,
  "logged-out": true,
};

/** A frame, if it is one that this console knows. A newer server may say things that it does not. */
function readFrame(data: unknown): ServerFrame | undefined {
  try {
    const frame = JSON.parse(String(data)) as ServerFrame;
    return Object.hasOwn(frameTypes, frame.type) ? frame : undefined;
  } catch {
    return undefined;
  }
}
