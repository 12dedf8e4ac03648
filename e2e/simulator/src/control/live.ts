import type { Server } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { faultView } from "../faults/active.ts";
import type { ChatMessage, LiveUpdate, PageNotice } from "../view.ts";
import { viewOf } from "../world/phone.ts";
import type { Change, World } from "../world/world.ts";
import { conversationOf } from "./router.ts";

export type Live = {
  /** Everybody starts again from a fresh snapshot. */
  resync(): void;
  stop(): void;
};

/** Changes are gathered this long before pages are told, so that a load test does not drown them. */
const gatherMs = 40;

/**
 * `/control/live`: a snapshot on connection, then what changes. Pages say whether somebody can see them:
 * a message is read only when its chat is open and, if pages are connected, one of them is visible.
 */
export function startLive(server: Server, world: World, visibilityChanged: () => void): Live {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  const visible = new Map<WebSocket, boolean>();
  let timer: NodeJS.Timeout | undefined;
  const stale = { phones: false, faults: false, activity: false };
  const conversations = new Set<string>();
  const messages = new Map<string, Map<string, ChatMessage>>();

  world.seenBySomebody = () => (visible.size === 0 ? undefined : [...visible.values()].some(Boolean));

  server.on("upgrade", (req, socket, head) => {
    if (new URL(req.url ?? "/", "http://localhost").pathname !== "/control/live") return socket.destroy();
    sockets.handleUpgrade(req, socket, head, (ws) => greet(ws));
  });

  function greet(ws: WebSocket): void {
    visible.set(ws, true);
    ws.on("message", (data) => {
      const notice = noticeIn(String(data));
      if (!notice) return;
      visible.set(ws, notice.visible);
      if (notice.visible) visibilityChanged();
    });
    ws.on("close", () => visible.delete(ws));
    ws.on("error", () => ws.terminate());
    tell(ws, snapshot());
    visibilityChanged();
  }

  function snapshot(): LiveUpdate {
    const phones = [...world.phones.values()].map((phone) =>
      phone.shown ? conversationOf(phone) : { ...viewOf(phone), conversation: [] },
    );
    return {
      type: "snapshot",
      phones,
      faults: world.faults.map(faultView),
      counters: world.counters,
      log: world.log,
    };
  }

  function note(change: Change): void {
    if (visible.size === 0) return;
    if (change.about === "conversation") conversations.add(change.phoneId);
    else if (change.about === "message") {
      const ofPhone = messages.get(change.phoneId) ?? new Map<string, ChatMessage>();
      messages.set(change.phoneId, ofPhone.set(change.message.id, change.message));
    } else stale[change.about] = true;
    timer ??= setTimeout(flush, gatherMs);
  }
  world.listeners.add(note);

  function flush(): void {
    timer = undefined;
    if (stale.phones) broadcast({ type: "phones", phones: [...world.phones.values()].map(viewOf) });
    for (const phoneId of conversations) {
      const phone = world.phones.get(phoneId);
      if (phone) broadcast({ type: "conversation", phoneId, messages: phone.conversation });
    }
    for (const [phoneId, changed] of messages) {
      if (world.phones.get(phoneId)?.shown)
        broadcast({ type: "messages", phoneId, messages: [...changed.values()] });
    }
    if (stale.faults) broadcast({ type: "faults", faults: world.faults.map(faultView) });
    if (stale.activity) broadcast({ type: "activity", counters: world.counters, log: world.log });
    stale.phones = stale.faults = stale.activity = false;
    conversations.clear();
    messages.clear();
  }

  function broadcast(update: LiveUpdate): void {
    for (const ws of visible.keys()) tell(ws, update);
  }

  return {
    resync() {
      for (const ws of visible.keys()) tell(ws, snapshot());
    },
    stop() {
      clearTimeout(timer);
      world.listeners.delete(note);
      for (const ws of sockets.clients) ws.terminate();
      sockets.close();
    },
  };
}

function tell(ws: WebSocket, update: LiveUpdate): void {
  if (ws.readyState === WebSocket.OPEN) ws.send(JSON.stringify(update));
}

function noticeIn(text: string): PageNotice | undefined {
  try {
    const notice: unknown = JSON.parse(text);
    const isNotice =
      typeof notice === "object" &&
      notice !== null &&
      "visible" in notice &&
      typeof notice.visible === "boolean";
    return isNotice ? (notice as PageNotice) : undefined;
  } catch {
    return undefined;
  }
}
