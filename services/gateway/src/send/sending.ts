import type { Handler } from "@liss/messaging";
import type { GatewayTables } from "../database/tables.ts";
import { type DispatcherOptions, dispatcherDefaults, startDispatcher } from "./dispatcher.ts";
import { goodbyeHandler } from "./goodbye.ts";
import { createPacer } from "./pacing.ts";
import { presenceHandler, startPresence } from "./presence.ts";
import { sendRequestHandler } from "./request.ts";

export type SendingOptions = Omit<DispatcherOptions, "pacer">;

/** Everything that leaves for WhatsApp: messages, and that somebody reads and writes. */
export type Sending = {
  /** What executive-routing asks for. */
  handlers: Handler<GatewayTables>[];
  stop(): Promise<void>;
};

export function startSending(options: SendingOptions): Sending {
  const { db, phoneNumberId, tracking, now } = options;
  const pacer = createPacer({ db, phoneNumberId });
  const dispatcher = startDispatcher({ ...options, pacer });
  const presence = startPresence(options);
  return {
    handlers: [
      sendRequestHandler({ tracking, phoneNumberId, now, onRequested: soon(dispatcher.wake) }),
      goodbyeHandler({ tracking, now }),
      presenceHandler({ onRequested: soon(presence.wake) }),
    ],
    stop: async () => void (await Promise.all([dispatcher.stop(), presence.stop()])),
  };
}

/** A handler calls before its transaction commits, and a request rests a moment before it leaves. */
function soon(wake: () => void): () => void {
  return () => void setTimeout(wake, dispatcherDefaults.settleMs + 20).unref();
}
