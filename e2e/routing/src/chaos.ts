import { setTimeout as sleep } from "node:timers/promises";
import { apps, type Stack, startStack } from "@liss/local/stack";
import { temporaryFolder } from "@liss/testing";
import pg from "pg";
import { atMost } from "./figures.ts";
import { startForger } from "./forger.ts";
import { overCapacity, violations } from "./invariants.ts";
import { startShift } from "./shift-work.ts";
import { hire, supervisor } from "./staff.ts";
import { webhooks } from "./webhooks.ts";

/**
 * Two replicas of executive-routing, three minutes of women writing, executives working, a robot out of its mind, and
 * SIGKILL for a replica, NATS or Postgres every few seconds. Then every invariant is counted. Ends with code 1 when
 * one does not hold. CHAOS_SECONDS for a quick look.
 */
const plan = {
  seconds: Number(process.env.CHAOS_SECONDS ?? 180),
  executives: 12,
  messagesPerSecond: 8,
  women: 400,
  calmMs: 5_000,
  downMs: 1_000,
  settleMs: 90_000,
} as const;

/** What they write: calm, and not. */
const texts = [
  "hola, quisiera saber dónde denunciar",
  "está aquí y tiene un cuchillo",
  "necesito hablar con alguien",
  "gracias, cuáles son los números",
  "me amenazó de muerte ayer",
];

const say = (text: string) => process.stderr.write(`${text}\n`);
const folder = temporaryFolder();
say("Starting Liss on free ports, durable, with two replicas of executive-routing…");
const wanted = ["gateway", "triage", "bot", "executive-routing"];
const stack = await startStack({
  dataDir: folder.path,
  ports: "free",
  durable: true,
  apps: apps.filter(({ name }) => wanted.includes(name)),
});
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stack.stop().finally(() => process.exit(130)));
// What falls over must not leave servers running behind it.
process.once("uncaughtException", (error) => {
  say(error.stack ?? error.message);
  void stack.stop().finally(() => process.exit(1));
});
let code = 1;
try {
  code = await storm(stack);
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
} finally {
  await stack.stop().catch((error: unknown) => say(String(error)));
  if (code === 0) folder.remove();
  else say(`Logs and data of this run: ${folder.path}`);
}
process.exit(code);

async function storm(house: Stack): Promise<number> {
  const second = await house.another("executive-routing");
  const addresses = () => [house.addresses["executive-routing"], second.address];
  const database = new pg.Pool({ connectionString: house.postgresUrl("routing"), max: 6 });
  database.on("error", () => {});
  const carla = await supervisor(addresses);
  await carla.ask("PUT", "/policy", {
    care: { inARow: 20, perShift: 50, pauseMinutes: 0.1 },
    reopenMinutes: 0,
  });
  const people = await hire(house, plan.executives, addresses);
  const sockets = await Promise.all(people.map((person) => person.connect(() => {})));
  const shift = startShift(people);
  const forger = await startForger(house, database);
  const traffic = startTraffic(house);
  const watch = startWatch(database);

  const victims: { name: string; kill(): Promise<void>; restart(): Promise<void> }[] = [
    {
      name: "replica 1",
      kill: () => house.kill("executive-routing"),
      restart: () => house.restart("executive-routing"),
    },
    { name: "replica 2", kill: () => second.kill(), restart: () => second.restart() },
    { name: "nats", kill: () => house.kill("nats"), restart: () => house.restart("nats") },
    { name: "postgres", kill: () => house.kill("postgres"), restart: () => house.restart("postgres") },
  ];
  const kills: Record<string, number> = {};
  const end = performance.now() + plan.seconds * 1_000;
  while (performance.now() < end) {
    await sleep(plan.calmMs * (0.6 + 0.8 * Math.random()));
    const victim = victims[Math.floor(Math.random() * victims.length)];
    if (!victim) continue;
    say(`  kill -9 ${victim.name}`);
    await victim.kill();
    kills[victim.name] = (kills[victim.name] ?? 0) + 1;
    await sleep(plan.downMs);
    await victim.restart();
  }
  say("The storm is over; waiting until everything has caught up…");
  const accepted = await traffic.stop();
  await shift.stop();
  await forger.stop();
  const lost = await settled(database, accepted);
  watch.stop();
  for (const socket of sockets) socket.close();

  const { violations: found, counted } = await violations(database);
  // The desk goes on living: what is older than some seconds should have left.
  const unpublished = await number(
    database,
    "select count(*)::int as n from outbox where appended_at < now() - interval '10 seconds'",
  );
  const deadLetters = await number(
    database,
    "select count(*)::int as n from dead_letters where resolved_at is null",
  );
  await database.end();
  const figures = {
    seconds: plan.seconds,
    kills,
    accepted: accepted.size,
    forgedProposals: forger.proposed(),
    work: shift.tally,
    counted,
    looksForOverCapacity: watch.looks(),
  };
  const goals = [
    atMost("messages lost", lost.lost, 0),
    atMost("messages twice", lost.twice, 0),
    atMost("over capacity while it stormed", watch.worst(), 0),
    ...Object.entries(found).map(([name, value]) => atMost(name, value, 0)),
    atMost("events not published", unpublished, 0),
    atMost("dead letters", deadLetters, 0),
  ];
  for (const { name, value, met } of goals) say(`  ${met ? "holds" : "BROKEN"}  ${name}: ${value}`);
  process.stdout.write(`${JSON.stringify({ command: "chaos:routing", figures, goals })}\n`);
  return goals.every(({ met }) => met) ? 0 : 1;
}

/** Women who write until the storm is over; what was answered 200 counts as accepted. WhatsApp repeats the rest. */
function startTraffic(house: Stack) {
  const line = webhooks(house);
  const accepted = new Set<string>();
  const under = new Set<Promise<void>>();
  let stopped = false;
  const write = async (nth: number) => {
    const id = `chaos-${nth}`;
    const text = `${texts[nth % texts.length]} #${nth}`;
    for (let attempt = 0; attempt < 40; attempt += 1) {
      try {
        await line.post(nth % plan.women, id, text);
        accepted.add(id);
        return;
      } catch {
        await sleep(300);
      }
    }
  };
  const running = (async () => {
    for (let nth = 0; !stopped; nth += 1) {
      const done: Promise<void> = write(nth).finally(() => under.delete(done));
      under.add(done);
      await sleep(1_000 / plan.messagesPerSecond);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await running;
      await Promise.all(under);
      line.close();
      return accepted;
    },
  };
}

/** Looks all the time whether somebody carries more than she can. */
function startWatch(database: pg.Pool) {
  let worst = 0;
  let looks = 0;
  const timer = setInterval(() => {
    number(database, overCapacity).then(
      (over) => {
        looks += 1;
        worst = Math.max(worst, over);
      },
      () => {}, // Postgres is down: that is the point
    );
  }, 400);
  return { worst: () => worst, looks: () => looks, stop: () => clearInterval(timer) };
}

/** Waits until every accepted message is on a timeline, or time is over. */
async function settled(database: pg.Pool, accepted: ReadonlySet<string>) {
  const end = performance.now() + plan.settleMs;
  for (;;) {
    await sleep(2_000);
    const shown = await number(
      database,
      "select count(*)::int as n from messages where direction = 'in'",
    ).catch(() => 0);
    const waiting = await number(database, "select count(*)::int as n from outbox").catch(() => 1);
    const whole = shown >= accepted.size && waiting === 0;
    if (whole || performance.now() > end)
      return { lost: Math.max(0, accepted.size - shown), twice: Math.max(0, shown - accepted.size) };
  }
}

async function number(database: pg.Pool, text: string): Promise<number> {
  const { rows } = await database.query<{ n: number }>(text);
  return rows[0]?.n ?? 0;
}
