import { strike } from "../faults/active.ts";
import { changed, later, record, type World } from "../world/world.ts";
import { createGathering } from "./gathering.ts";
import { createPoster } from "./post.ts";
import { signatureOf, webhookBytes } from "./signature.ts";
import { envelopeOf, type Update } from "./update.ts";

/** Delivers webhooks the way WhatsApp does: signed, at least once, for days. */
export type Courier = {
  /** Takes an update; faults may hold it, repeat it or lose it. */
  take(update: Update): void;
  /** POSTs this body as it is, signed: for payloads the phones cannot produce. */
  post(body: unknown, what: string): void;
  /** Tries again now whatever waits for its next attempt. */
  retryNow(): number;
  /** Forgets everything not delivered yet. */
  clear(): void;
};

type Delivery = {
  bytes: Buffer;
  updates: readonly Update[];
  what: string;
  phoneId: string | undefined;
  attempts: number;
  timer?: NodeJS.Timeout;
};

export type CourierOptions = {
  timeoutMs: number;
  /** Waits before the 2nd, 3rd… attempt; the last one repeats. WhatsApp's first retry is immediate. */
  retryDelaysMs: readonly number[];
};

/** WhatsApp's documented end of retries. */
const giveUpAfterMs = 7 * 24 * 3_600_000;
/** How many POSTs are under way at once. */
const concurrency = 64;
/** Undelivered webhooks kept; beyond it the newest is dropped and counted. */
const mostPending = 20_000;
/** A phone's next webhook waits this long, at most, for the first answer to the one before. */
const turnMs = 2_000;

export function createCourier(world: World, options: CourierOptions): Courier {
  const pending = new Map<Delivery, number>();
  const ready: (() => Promise<void>)[] = [];
  const turns = new Map<string, Promise<void>>();
  let underWay = 0;
  let generation = 0;
  const poster = createPoster(world.line.webhookUrl, options.timeoutMs);
  const gathering = createGathering(world, dispatch);

  function take(update: Update): void {
    world.counters.webhooks.updates += 1;
    const about = { phoneId: update.phoneId, on: update.on === "others" ? undefined : update.on };
    if (strike(world, "drop", about)) {
      world.counters.webhooks.dropped += 1;
      record(world, { kind: "webhook", what: update.what, ...phoneOf(update), outcome: "dropped" });
      return;
    }
    const delay = strike(world, "delay", about);
    if (delay) later(world, delay.ms, () => gathering.take(update, about));
    else gathering.take(update, about);
  }

  function dispatch(updates: readonly Update[]): void {
    const [first] = updates;
    if (!first) return;
    const about = { phoneId: first.phoneId, on: first.on === "others" ? undefined : first.on };
    const what = updates.length === 1 ? first.what : `batch of ${updates.length}`;
    const copies = strike(world, "duplicate", about)?.copies ?? 0;
    world.counters.webhooks.duplicated += copies;
    const bytes = webhookBytes(envelopeOf(world, updates));
    for (let copy = 0; copy <= copies; copy += 1) {
      begin({ bytes, updates, what, phoneId: first.phoneId, attempts: 0 }, copy === 0 ? inTurn : atOnce);
    }
  }

  function begin(delivery: Delivery, start: (delivery: Delivery) => void): void {
    if (pending.size >= mostPending) {
      world.counters.webhooks.dropped += 1;
      record(world, { kind: "webhook", what: delivery.what, ...phoneOf(delivery), outcome: "dropped" });
      return;
    }
    pending.set(delivery, world.now().getTime());
    world.counters.webhooks.pending = pending.size;
    start(delivery);
  }

  function atOnce(delivery: Delivery): void {
    schedule(delivery, () => undefined);
  }

  /** First attempts of one phone start in order. WhatsApp does not promise it; the `reorder` fault breaks it on purpose. */
  function inTurn(delivery: Delivery): void {
    const key = delivery.phoneId ?? "nobody in particular";
    const before = turns.get(key) ?? Promise.resolve();
    const mine = before.then(
      () =>
        new Promise<void>((done) => {
          const timer = setTimeout(done, turnMs);
          schedule(delivery, () => {
            clearTimeout(timer);
            done();
          });
        }),
    );
    turns.set(key, mine);
    void mine.then(() => {
      if (turns.get(key) === mine) turns.delete(key);
    });
  }

  function schedule(delivery: Delivery, done: () => void): void {
    const born = generation;
    ready.push(async () => {
      if (born === generation) await attempt(delivery);
      done();
    });
    drain();
  }

  function drain(): void {
    while (underWay < concurrency) {
      const next = ready.shift();
      if (!next) return;
      underWay += 1;
      void next().finally(() => {
        underWay -= 1;
        drain();
      });
    }
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const born = generation;
    delivery.attempts += 1;
    world.counters.webhooks.sent += 1;
    if (delivery.attempts > 1) world.counters.webhooks.retried += 1;
    const status = await send(delivery);
    if (born !== generation) return;
    const entry = {
      kind: "webhook",
      what: delivery.what,
      ...phoneOf(delivery),
      attempt: delivery.attempts,
    } as const;
    if (status === 200) {
      world.counters.webhooks.acked += 1;
      settle(delivery);
      for (const update of delivery.updates) update.acked?.();
      return record(world, { ...entry, outcome: "ok", code: 200 });
    }
    world.counters.webhooks.failed += 1;
    record(world, { ...entry, outcome: "retrying", ...(status === undefined ? {} : { code: status }) });
    const since = pending.get(delivery) ?? 0;
    if (world.now().getTime() - since > giveUpAfterMs) return settle(delivery);
    const waits = options.retryDelaysMs;
    const wait = waits[Math.min(delivery.attempts, waits.length) - 1] ?? 0;
    delivery.timer = setTimeout(() => {
      delete delivery.timer;
      atOnce(delivery);
    }, wait);
  }

  /** @returns the HTTP status, or undefined when there was no answer. */
  function send({ bytes, phoneId, updates }: Delivery): Promise<number | undefined> {
    const on = updates[0]?.on;
    const forged = strike(world, "wrong-signature", { phoneId, on: on === "others" ? undefined : on });
    const secret = forged ? `not ${world.line.appSecret}` : world.line.appSecret;
    return poster.post(bytes, {
      "content-type": "application/json",
      "user-agent": "facebookexternalua",
      "x-hub-signature-256": signatureOf(bytes, secret),
    });
  }

  function settle(delivery: Delivery): void {
    pending.delete(delivery);
    world.counters.webhooks.pending = pending.size;
  }

  return {
    take,
    post(body, what) {
      begin({ bytes: webhookBytes(body), updates: [], what, phoneId: undefined, attempts: 0 }, atOnce);
    },
    retryNow() {
      const waiting = [...pending.keys()].filter(({ timer }) => timer !== undefined);
      for (const delivery of waiting) {
        clearTimeout(delivery.timer);
        delete delivery.timer;
        atOnce(delivery);
      }
      return waiting.length;
    },
    clear() {
      generation += 1;
      poster.cut();
      for (const { timer } of pending.keys()) clearTimeout(timer);
      pending.clear();
      ready.length = 0;
      turns.clear();
      gathering.clear();
      world.counters.webhooks.pending = 0;
      changed(world, { about: "activity" });
    },
  };
}

function phoneOf({ phoneId }: { phoneId?: string | undefined }): { phoneId?: string } {
  return phoneId === undefined ? {} : { phoneId };
}
