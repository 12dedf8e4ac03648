import { createHmac, createSecretKey } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What to send. `perSecond` absent: as fast as `connections` answers allow. */
export type LoadOrder = {
  port: number;
  secret: string;
  connections: number;
  seconds: number;
  perSecond?: number;
  /** Distinguishes the messages of one run from another's. */
  run: string;
  women: number;
};

export type LoadResult = {
  sent: number;
  ok: number;
  /** Answers that were not 200, and connections that failed. */
  errors: number;
  seconds: number;
  /** Milliseconds, from when the request was due. */
  p50: number;
  p99: number;
  max: number;
};

/**
 * Sends signed webhooks of one new message each, over plain sockets: on two cores, what the client spends is taken
 * from the server. With `perSecond` the clock decides when a request is due, whether or not the server keeps up, so
 * that a pause of the server shows in every request that it delayed.
 */
async function load(order: LoadOrder): Promise<LoadResult> {
  const requestOf = requests(order);
  const latencies: number[] = [];
  let sent = 0;
  let ok = 0;
  let errors = 0;
  const began = performance.now();
  const end = began + order.seconds * 1_000;
  const send = async (lane: Lane, dueAt: number) => {
    sent += 1;
    try {
      const status = await lane.post(requestOf(sent));
      if (status === 200) ok += 1;
      else errors += 1;
    } catch {
      errors += 1;
    }
    latencies.push(performance.now() - dueAt);
  };
  const lanes = Array.from({ length: order.connections }, () => laneTo(order.port));
  if (order.perSecond === undefined) {
    const worker = async (lane: Lane) => {
      while (performance.now() < end) await send(lane, performance.now());
    };
    await Promise.all(lanes.map(worker));
  } else {
    await atPace(order.perSecond, order.seconds, lanes, send);
  }
  const seconds = (performance.now() - began) / 1_000;
  for (const lane of lanes) lane.close();
  latencies.sort((a, b) => a - b);
  const quantile = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return { sent, ok, errors, seconds, p50: quantile(0.5), p99: quantile(0.99), max: quantile(1) };
}

async function atPace(
  perSecond: number,
  seconds: number,
  lanes: Lane[],
  send: (lane: Lane, dueAt: number) => Promise<void>,
): Promise<void> {
  const free = [...lanes];
  const waiting: number[] = [];
  const under = new Set<Promise<void>>();
  const began = performance.now();
  const total = Math.round(perSecond * seconds);
  const begin = () => {
    for (let lane = free.pop(); lane !== undefined; lane = free.pop()) {
      const dueAt = waiting.shift();
      if (dueAt === undefined) {
        free.push(lane);
        return;
      }
      const used = lane;
      const done = send(used, dueAt).then(() => {
        free.push(used);
        under.delete(done);
        begin();
      });
      under.add(done);
    }
  };
  for (let due = 0; due < total; ) {
    const now = performance.now() - began;
    for (; due < total && (due * 1_000) / perSecond <= now; due += 1) {
      waiting.push(began + (due * 1_000) / perSecond);
    }
    begin();
    await sleep(1);
  }
  while (waiting.length > 0 || under.size > 0) await sleep(5);
}

function requests({ secret, run, women, port }: LoadOrder): (nth: number) => Buffer {
  const key = createSecretKey(Buffer.from(secret));
  const bodyOf = (nth: number) => {
    const phone = `569${10_000_000 + (nth % women)}`;
    const text = "hola, necesito ayuda, no sé con quién hablar y tengo miedo de volver a la casa";
    const message = {
      from: phone,
      from_user_id: `CL.${nth % women}`,
      id: `wamid.${run}.${nth}`,
      timestamp: String(Math.floor(Date.now() / 1_000)),
      text: { body: text },
      type: "text",
    };
    const contact = { profile: { name: "Persona Inventada" }, wa_id: phone, user_id: `CL.${nth % women}` };
    const metadata = { display_phone_number: "15550783881", phone_number_id: "106540352242922" };
    const value = { messaging_product: "whatsapp", metadata, contacts: [contact], messages: [message] };
    return Buffer.from(
      JSON.stringify({
        object: "whatsapp_business_account",
        entry: [{ id: "419561257915477", changes: [{ value, field: "messages" }] }],
      }),
    );
  };
  return (nth) => {
    const body = bodyOf(nth);
    const signature = createHmac("sha256", key).update(body).digest("hex");
    const head = `POST /webhook HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256=${signature}\r\nContent-Length: ${body.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head, "latin1"), body]);
  };
}

/** One connection that is kept, with one request at a time. */
type Lane = { post(request: Buffer): Promise<number>; close(): void };

function laneTo(port: number): Lane {
  let socket: Socket | undefined;
  let answered: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  let received = "";

  function open(): Socket {
    const opened = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("latin1");
    received = "";
    opened.on("data", (text: unknown) => {
      received += String(text);
      const bodyAt = received.indexOf("\r\n\r\n");
      if (bodyAt < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < bodyAt + 4 + length) return;
      const status = Number(received.slice(9, 12));
      received = "";
      answered?.resolve(status);
      answered = undefined;
    });
    const failed = () => {
      socket = undefined;
      answered?.reject(new Error("the connection failed"));
      answered = undefined;
    };
    opened.on("error", failed).on("close", failed);
    return opened;
  }

  return {
    post: (request) =>
      new Promise((resolve, reject) => {
        answered = { resolve, reject };
        socket ??= open();
        socket.write(request);
      }),
    close: () => socket?.destroy(),
  };
}

process.on("message", (order: LoadOrder) => {
  void load(order).then((result) => process.send?.(result));
});
process.on("disconnect", () => process.exit());
