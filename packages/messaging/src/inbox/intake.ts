import type { ServiceName } from "@liss/contracts";
import type { Consumer, ConsumerMessages, JsMsg } from "@nats-io/jetstream";
import { millis } from "@nats-io/nats-core";
import type { Bus } from "../bus.ts";
import type { Logger } from "../logger.ts";
import { bell, sleep } from "../sleep.ts";

/** How long one request for messages stays open; then the next. The broker answers in between if it lives. */
const PULL = { expires: 20_000, idle_heartbeat: 5_000 } as const;
/** Wait after a pull that failed. Reconnecting is the bus's own business. */
const RETRY = 500;

export type Intake = {
  /** Stops pulling, waits for what is under way, and makes sure that the broker has heard of it. */
  stop(): Promise<void>;
};

type IntakeOptions = {
  bus: Bus;
  stream: string;
  consumer: ServiceName;
  /** Messages in our hands at a time; never more are asked for. */
  reach: number;
  /** How long to wait for half of the reach to be free before asking for a few. */
  gather: number;
  logger: Logger;
  stopping: AbortSignal;
  /** Deals with one message to its end; must not throw. */
  take: (message: JsMsg) => Promise<void>;
};

/**
 * Pulls messages from a durable consumer, as many as are within reach, and tells the broker of each one under
 * way that it is still alive, so that nothing is delivered to somebody else only because it takes long.
 */
export function startIntake(options: IntakeOptions): Intake {
  const { bus, stream, consumer: name, reach, gather, logger, stopping, take } = options;
  const underWay = new Set<JsMsg>();
  const work = new Set<Promise<void>>();
  const change = bell();
  let current: ConsumerMessages | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let complained = false;

  function begin(message: JsMsg): void {
    if (stopping.aborted) {
      message.nak(); // somebody else may have it at once
      return;
    }
    underWay.add(message);
    const done = take(message).finally(() => {
      underWay.delete(message);
      work.delete(done);
      change.ring();
    });
    work.add(done);
  }

  async function find(): Promise<Consumer> {
    const consumer = await bus.jetstream.consumers.get(stream, name);
    const { config } = await consumer.info(true);
    clearInterval(heartbeat);
    heartbeat = setInterval(
      () => {
        if (bus.status() !== "connected") return; // it would only pile up
        for (const message of underWay) message.working();
      },
      millis(config.ack_wait ?? 0) / 3,
    );
    complained = false;
    return consumer;
  }

  /** Under load messages are finished one by one; asking for several at once costs less. */
  async function gathered(): Promise<void> {
    const until = performance.now() + gather;
    while (underWay.size > reach / 2 && performance.now() < until && !stopping.aborted) {
      await change.heard(gather);
    }
  }

  async function run(): Promise<void> {
    let consumer: Consumer | undefined;
    while (!stopping.aborted) {
      if (underWay.size >= reach || bus.status() !== "connected") {
        await change.heard(60_000);
        continue;
      }
      await gathered();
      try {
        consumer ??= await find();
        current = await consumer.fetch({ max_messages: reach - underWay.size, ...PULL });
        if (stopping.aborted) void current.close();
        for await (const message of current) begin(message);
      } catch (error) {
        consumer = undefined;
        if (!complained && bus.status() === "connected") {
          complained = true;
          const problem = error instanceof Error ? error.message : "unknown";
          logger.warn({ stream, consumer: name, problem }, "no messages can be pulled, trying again");
        }
        await sleep(RETRY, stopping);
      }
    }
  }

  // A pull that was open when the connection broke is dead. The client would revive it, but only after asking whether
  // the consumer exists, and waits out a whole pull when the broker is not ready to answer yet.
  const drop = () => {
    change.ring();
    void current?.close();
  };
  stopping.addEventListener("abort", drop, { once: true });
  const forgetStatus = bus.onStatus(drop);
  const running = run();
  return {
    stop: async () => {
      await running;
      forgetStatus();
      await Promise.all(work);
      clearInterval(heartbeat);
      if (bus.status() === "connected") await bus.connection.flush();
    },
  };
}
