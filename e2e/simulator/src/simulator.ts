import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { startLive } from "./control/live.ts";
import { controlRouter } from "./control/router.ts";
import { graphRouter } from "./graph/router.ts";
import type { Buckets } from "./graph/send.ts";
import { readAll } from "./handset/receive.ts";
import { pageRouter } from "./page.ts";
import { createCourier } from "./webhook/courier.ts";
import { shakeHands } from "./webhook/handshake.ts";
import { addPhone } from "./world/phone.ts";
import {
  createWorld,
  type Latency,
  type Line,
  noCounters,
  type Template,
  wellAndGood,
} from "./world/world.ts";

export type SimulatorOptions = {
  webhookUrl: string;
  /** 0 (the default) takes a free port. */
  port?: number;
  host?: string;
  appSecret?: string;
  verifyToken?: string;
  accessToken?: string;
  phoneNumberId?: string;
  displayPhoneNumber?: string;
  businessAccountId?: string;
  graphVersion?: string;
  /** Milliseconds from acceptance to `sent`, from there to the phone, and from there to reading. */
  latency?: Partial<Latency>;
  /** Waits before each retry of a webhook; the last one repeats. */
  retryDelaysMs?: readonly number[];
  webhookTimeoutMs?: number;
  templates?: Template[];
  /** How many phones exist at start, shown on the page. */
  phones?: number;
  now?: () => Date;
};

export type Simulator = {
  /** Of the page; also the base address of the Cloud API. */
  url: string;
  port: number;
  line: Line;
  stop(): Promise<void>;
};

/** WhatsApp retries at once and then ever more slowly, for 7 days; here the waits are shorter, so that people can watch. */
const retryDelaysMs = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];
/** The only kind of template Liss may ever use: one that says nothing. */
const innocuousTemplates: Template[] = [
  { name: "saludo_neutro", language: "es_CL", body: "Hola, ¿cómo estás?" },
  { name: "saludo_con_nombre", language: "es_CL", body: "Hola {{1}}, ¿cómo estás?" },
];

/** Starts a WhatsApp of its own: Cloud API, webhooks, phones, control API and page. Nothing is shared between two of them. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const line: Line = {
    webhookUrl: options.webhookUrl,
    appSecret: options.appSecret ?? "local-app-secret",
    verifyToken: options.verifyToken ?? "local-verify-token",
    accessToken: options.accessToken ?? "local-access-token",
    phoneNumberId: options.phoneNumberId ?? "100000000000001",
    displayPhoneNumber: options.displayPhoneNumber ?? "56600000000",
    businessAccountId: options.businessAccountId ?? "200000000000001",
    graphVersion: options.graphVersion ?? "v25.0",
  };
  const timeoutMs = options.webhookTimeoutMs ?? 10_000;
  const world = createWorld(line, {
    latency: { sent: 40, delivered: 160, read: 400, ...options.latency },
    templates: options.templates ?? innocuousTemplates,
    now: options.now ?? (() => new Date()),
  });
  const courier = createCourier(world, { timeoutMs, retryDelaysMs: options.retryDelaysMs ?? retryDelaysMs });
  const buckets: Buckets = { number: new Map(), pair: new Map() };

  const app = express();
  const server = createServer(app);
  const live = startLive(server, world, () => {
    for (const phone of world.phones.values()) if (phone.shown) readAll(world, courier, phone);
  });

  const begin = () => {
    for (let count = 0; count < (options.phones ?? 2); count += 1) addPhone(world, { shown: true });
  };
  const forget = () => {
    for (const timer of world.timers) clearTimeout(timer);
    world.timers.clear();
    courier.clear();
    for (const map of [
      world.phones,
      world.whereabouts,
      world.accepted,
      world.media,
      buckets.number,
      buckets.pair,
    ]) {
      map.clear();
    }
    world.faults.length = 0;
    world.log.length = 0;
    world.counters = noCounters();
    world.health = { ...wellAndGood };
  };
  const reset = () => {
    forget();
    begin();
    live.resync();
  };

  app.disable("x-powered-by");
  app.get(["/healthz", "/readyz"], (_req, res) => {
    res.json({ status: "ok" });
  });
  app.use("/control", controlRouter({ world, courier, verify: () => shakeHands(line, timeoutMs), reset }));
  app.use(graphRouter(world, courier, buckets));
  app.use(pageRouter());

  begin();
  server.listen(options.port ?? 0, options.host ?? "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    line,
    async stop() {
      live.stop();
      forget();
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
