import type { Stack } from "@liss/local/stack";
import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import pg from "pg";
import { quantile, tenths } from "./figures.ts";

/**
 * What the machine itself can do in the same minute: the smallest durable transaction of Postgres with as many
 * clients as there are executives, and one hop through JetStream.
 */
export async function bareTransactions(stack: Stack, clients: number, seconds: number) {
  const pool = new pg.Pool({ connectionString: stack.postgresUrl("routing"), max: clients });
  await pool.query("create table if not exists bench_bare (id int primary key, n int not null)");
  await pool.query(
    `insert into bench_bare select n, 0 from generate_series(1, ${clients}) n on conflict do nothing`,
  );
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async (_, at) => {
      const client = await pool.connect();
      while (performance.now() < end) {
        const began = performance.now();
        await client.query("begin");
        await client.query("update bench_bare set n = n + 1 where id = $1", [at + 1]);
        await client.query("commit");
        times.push(performance.now() - began);
      }
      client.release();
    }),
  );
  await pool.query("drop table bench_bare");
  await pool.end();
  return { perSecond: Math.round(times.length / seconds), p99: tenths(quantile(times, 0.99)) };
}

export async function bareHops(stack: Stack, perSecond: number, seconds: number) {
  const connection = await connect({
    servers: stack.natsUrl,
    user: "admin",
    pass: stack.secrets.nats.admin,
  });
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name: "bench-bare", subjects: ["bench.bare"] });
  await manager.consumers.add("bench-bare", { durable_name: "reader", ack_policy: "explicit" });
  const js = jetstream(connection);
  const consumer = await js.consumers.get("bench-bare", "reader");
  const times: number[] = [];
  const messages = await consumer.consume();
  const reading = (async () => {
    for await (const message of messages) {
      times.push(performance.now() - Number(message.string()));
      message.ack();
    }
  })();
  const total = perSecond * seconds;
  const began = performance.now();
  for (let sent = 0; sent < total; sent += 1) {
    const due = began + (sent * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    void js.publish("bench.bare", String(performance.now()));
  }
  while (times.length < total && performance.now() - began < (seconds + 10) * 1_000)
    await new Promise((resolve) => setTimeout(resolve, 20));
  await messages.close();
  await reading;
  await manager.streams.delete("bench-bare");
  await connection.close();
  return { p50: tenths(quantile(times, 0.5)), p99: tenths(quantile(times, 0.99)) };
}
