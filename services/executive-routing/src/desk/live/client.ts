import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { ServerFrame } from "../api.ts";
import type { DeskPerson } from "../commands.ts";
import { liveLimits } from "./limits.ts";

/** A console that is connected. */
export type Client = {
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
  /** When her login was last asked about. */
  checkedAt: number;
  request: IncomingMessage;
};

export function newClient(
  socket: WebSocket,
  line: Duplex,
  person: DeskPerson,
  request: IncomingMessage,
): Client {
  const nothingYet = { sequence: null, watching: null, wall: false, untouched: false };
  const now = performance.now();
  return { socket, line, person, request, ...nothingYet, alive: true, heardAt: now, checkedAt: now };
}

export function send(client: Client, frame: ServerFrame): void {
  sendBytes(client, bytesOf(frame));
}

/** For a frame that goes to many, written once. */
export function sendBytes(client: Client, bytes: Buffer): void {
  if (client.socket.readyState !== client.socket.OPEN) return;
  if (client.line.writableCorked > 0 && client.socket.bufferedAmount > liveLimits.piece) {
    client.line.uncork();
    client.line.cork();
  }
  if (client.socket.bufferedAmount > liveLimits.buffered) client.socket.close(1013, "too slow");
  else client.socket.send(bytes, { binary: false });
}

export const bytesOf = (frame: ServerFrame): Buffer => Buffer.from(JSON.stringify(frame), "utf8");

/** What goes to one console meanwhile goes in one piece: each piece costs a call and wakes the other side. */
export function inOnePiece(to: readonly Client[], work: () => void): void {
  for (const { line } of to) line.cork();
  try {
    work();
  } finally {
    for (const { line } of to) line.uncork();
  }
}
