import { vi } from "vitest";
import { type Simulator, startSimulator } from "../index.ts";
import type { ChatMessage, Counters, PhoneWithConversation } from "../view.ts";
import { type Receiver, startReceiver } from "./receiver.ts";

/** The first demo phone. */
export const her = "56900000001";

export type GraphAnswer = {
  status: number;
  body: {
    error?: { code: number; error_subcode?: number };
    messages?: { id: string }[];
    contacts?: unknown[];
    success?: boolean;
  };
};
type Caller = { token?: string; id?: string; signal?: AbortSignal };

/** A simulator with short latencies, a receiving end, and the words the tests speak. */
export type Bench = {
  gateway: Receiver;
  simulator: Simulator;
  /** Moves the simulator's clock. */
  advance(ms: number): void;
  control<T>(method: string, path: string, body?: unknown): Promise<T>;
  says(written: unknown, phone?: string): Promise<ChatMessage>;
  conversation(phone?: string): Promise<ChatMessage[]>;
  inject(fault: unknown): Promise<unknown>;
  counters(): Promise<Counters>;
  graph(body: unknown, caller?: Caller): Promise<GraphAnswer>;
  statusNames(): unknown[];
  stop(): Promise<void>;
};

export async function startBench(): Promise<Bench> {
  let clock = Date.parse("2026-11-23T21:00:00.000Z");
  const gateway = await startReceiver("local-verify-token");
  const simulator = await startSimulator({
    webhookUrl: gateway.url,
    latency: { sent: 5, delivered: 5, read: 5 },
    retryDelaysMs: [0, 20],
    now: () => new Date(clock),
  });

  async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const json = { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const answer = await fetch(`${simulator.url}/control${path}`, {
      method,
      ...(body === undefined ? {} : json),
    });
    const text = await answer.text();
    return (text ? JSON.parse(text) : {}) as T;
  }

  return {
    gateway,
    simulator,
    advance: (ms) => {
      clock += ms;
    },
    control,
    says: async (written, phone = her) =>
      (await control<{ message: ChatMessage }>("POST", `/phones/${phone}/messages`, written)).message,
    conversation: async (phone = her) =>
      (await control<{ phone: PhoneWithConversation }>("GET", `/phones/${phone}`)).phone.conversation,
    inject: (fault) => control("POST", "/faults", fault),
    counters: () => control<Counters>("GET", "/counters"),
    async graph(body, { token = "local-access-token", id = "100000000000001", signal } = {}) {
      const answer = await fetch(`${simulator.url}/v25.0/${id}/messages`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: signal ?? AbortSignal.timeout(5_000),
      });
      return { status: answer.status, body: (await answer.json()) as GraphAnswer["body"] };
    },
    statusNames: () => gateway.statuses().map(({ status }) => status),
    async stop() {
      await simulator.stop();
      await gateway.stop();
    },
  };
}

/** A Cloud API text message to her; `more` overrides parts of it. */
export function text(body: string, more: object = {}): object {
  return {
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: `+${her}`,
    type: "text",
    text: { body },
    ...more,
  };
}

export function eventually(check: () => unknown): Promise<unknown> {
  return vi.waitFor(check, { timeout: 4_000, interval: 10 });
}
