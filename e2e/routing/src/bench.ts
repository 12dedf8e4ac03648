import { setTimeout as sleep } from "node:timers/promises";
import { apps, type Stack, startStack } from "@liss/local/stack";
import { temporaryFolder } from "@liss/testing";
import pg from "pg";
import { atMost, quantile, tenths } from "./figures.ts";
import { medianHops, type Way } from "./hops.ts";
import { perMessage, processorTime } from "./processor-time.ts";
import { bareHops, bareTransactions } from "./references.ts";
import { type Executive, hire, supervisor } from "./staff.ts";
import { webhooks } from "./webhooks.ts";

/** `npm run bench:routing`: see the README beside it. About three minutes; BENCH_SHORT=1 for a quick look. */
const short = process.env.BENCH_SHORT === "1";
const plan = {
  sessions: short ? 200 : 2_000,
  executives: short ? 10 : 50,
  contentionSeconds: short ? 4 : 20,
  messagesPerSecond: 100,
  messageSeconds: short ? 5 : 30,
  /** So few that none waits for another: what the way itself takes. */
  fewPerSecond: 20,
  fewSeconds: short ? 3 : 10,
  referenceSeconds: short ? 2 : 5,
  queries: 500,
  /** What is not on a screen by then is lost and not late. */
  patienceMs: 150_000,
} as const;

/** Services write their traces a few times a second. */
const traceDelayMs = 1_000;

/** What they begin with; most are calm, as in life. The number says who she is, for the measurement alone. */
const texts = [
  "hola, quisiera saber dónde puedo pedir orientación",
  "buenas, tengo una consulta",
  "hola, necesito hablar con alguien",
  "quisiera información sobre horarios",
];

const say = (text: string) => process.stderr.write(`${text}\n`);
const folder = temporaryFolder();
const wanted = ["gateway", "triage", "executive-routing"];
say("Starting durable Postgres and NATS, the gateway, triage and executive-routing…");
const stack = await startStack({
  dataDir: folder.path,
  ports: "free",
  durable: true,
  apps: apps.filter(({ name }) => wanted.includes(name)),
});
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stack.stop().finally(() => process.exit(130)));
const database = new pg.Pool({ connectionString: stack.postgresUrl("routing"), max: 4 });
const line = webhooks(stack);
const here = () => [stack.addresses["executive-routing"]];
try {
  await measure(stack);
} finally {
  line.close();
  await database.end();
  await stack.stop();
  folder.remove();
}
process.exit();

async function measure(house: Stack): Promise<void> {
  say(`${plan.sessions} women write…`);
  for (let first = 0; first < plan.sessions; first += 50) {
    const some = Array.from({ length: Math.min(50, plan.sessions - first) }, (_, at) => first + at);
    await Promise.all(
      some.map((woman) => line.post(woman, `open-${woman}`, `${texts[woman % texts.length]} #${woman}`)),
    );
  }
  await until(
    async () =>
      (await count("select count(*)::int as n from sessions where status <> 'closed'")) >= plan.sessions,
  );
  await until(
    async () =>
      (await count("select count(*)::int as n from sessions where unassessed_since is not null")) === 0,
  );

  say(`${plan.executives} executives come to the desk…`);
  const carla = await supervisor(here);
  await carla.ask("PUT", "/policy", { care: { inARow: 20, perShift: 50, pauseMinutes: 0.1 } });
  const people = await hire(house, plan.executives, here);
  const seen: Seen = new Map();
  const sockets = await Promise.all(
    people.map((person) =>
      person.connect((frame) => {
        if (frame.type !== "message" || frame.message.content?.kind !== "text") return;
        const { id, content } = frame.message;
        if (!seen.has(content.text)) seen.set(content.text, { id, at: performance.now() });
      }),
    ),
  );

  const transactions = await bareTransactions(house, plan.executives, plan.referenceSeconds);
  const hops = await bareHops(house, plan.messagesPerSecond, plan.referenceSeconds);
  say(
    `reference: bare transaction ${transactions.perSecond}/s (p99 ${transactions.p99} ms), bare hop p50 ${hops.p50} ms, p99 ${hops.p99} ms`,
  );

  const claims = await contend(people);
  say(`claims: ${claims.perSecond}/s, p50 ${claims.p50} ms, p99 ${claims.p99} ms, ${claims.refused} refused`);
  const query = await queueQuery();
  say(
    `queue query over ${query.waiting} waiting: p99 ${query.p99} ms; the whole desk p99 ${query.deskP99} ms`,
  );

  const owners = await settleDown(people);
  owners.forEach(({ sessionId }, at) => void sockets[at]?.watch(sessionId));
  await sleep(1_000);
  const women = owners.map(({ woman }) => woman);
  const { ways: fewWays, ...visibleAtFew } = await messagesTo(
    women,
    seen,
    plan.fewPerSecond,
    plan.fewSeconds,
  );
  say(`webhook → socket at ${plan.fewPerSecond}/s: p50 ${visibleAtFew.p50} ms, p99 ${visibleAtFew.p99} ms`);
  const before = processorTime(house);
  const { ways, ...visible } = await messagesTo(women, seen, plan.messagesPerSecond, plan.messageSeconds);
  const processor = perMessage(before, processorTime(house), plan.messagesPerSecond * plan.messageSeconds);
  say(
    `webhook → socket at ${plan.messagesPerSecond}/s: p50 ${visible.p50} ms, p99 ${visible.p99} ms, ${visible.missing} not seen`,
  );
  say(`processor per message (ms): ${JSON.stringify(processor)}`);
  await sleep(traceDelayMs);
  const medians = {
    [`at${plan.fewPerSecond}`]: medianHops(house.tracesDir, fewWays),
    [`at${plan.messagesPerSecond}`]: medianHops(house.tracesDir, ways),
  };
  say(`median of each hop (ms): ${JSON.stringify(medians)}`);

  const double = await count(
    `select count(*)::int as n from executives e where capacity < (select coalesce(sum(weight_of(status, tier_rank)), 0)
       from sessions where owner_id = e.person_id and not exists (select from session_events r
         where r.session_id = sessions.id and r.type = 'tier-raised' and r.at > (sessions.state->>'claimedAt')::timestamptz))`,
  );
  for (const socket of sockets) socket.close();
  const goals = [
    atMost("webhook to socket p50 (ms)", visible.p50, 30),
    atMost("webhook to socket p99 (ms)", visible.p99, 150),
    atMost("queue query p99 (ms)", query.p99, 10),
    atMost("messages not seen", visible.missing + visibleAtFew.missing, 0),
    atMost("executives over capacity", double, 0),
  ];
  const figures = {
    sessions: plan.sessions,
    executives: people.length,
    claims,
    query,
    visible,
    [`visibleAt${plan.fewPerSecond}`]: visibleAtFew,
    processor,
    hops: medians,
    references: { transactions, hops },
  };
  process.stdout.write(`${JSON.stringify({ command: "bench:routing", figures, goals })}\n`);
  process.exitCode = visible.missing + visibleAtFew.missing === 0 && double === 0 ? 0 : 1;
}

/** Everybody takes the next and gives it back, as fast as the desk answers. */
async function contend(people: readonly Executive[]) {
  const times: number[] = [];
  let refused = 0;
  const began = performance.now();
  const end = began + plan.contentionSeconds * 1_000;
  await Promise.all(
    people.map(async (person) => {
      while (performance.now() < end) {
        const asked = performance.now();
        const { status, body } = await person.ask("POST", "/sessions/next", {});
        times.push(performance.now() - asked);
        const sessionId = body?.sessionId;
        if (status !== 200 || typeof sessionId !== "string") {
          refused += 1;
          await sleep(50);
          continue;
        }
        await person.ask("POST", `/sessions/${sessionId}/release`, {});
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  const perSecond = Math.round((times.length - refused) / seconds);
  return { perSecond, p50: tenths(quantile(times, 0.5)), p99: tenths(quantile(times, 0.99)), refused };
}

/** The query that says who is next, and the one behind a whole desk. */
async function queueQuery() {
  const waiting = await count("select count(*)::int as n from sessions where status = 'waiting'");
  const next = `select id from sessions where status = 'waiting' and held_until is null
    order by tier_rank, place, waiting_since, id limit 1`;
  const timed = async (times: number, work: () => Promise<unknown>) => {
    const taken: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const began = performance.now();
      await work();
      taken.push(performance.now() - began);
    }
    return tenths(quantile(taken, 0.99));
  };
  const carla = await supervisor(here);
  return {
    waiting,
    p99: await timed(plan.queries, () => database.query(next)),
    deskP99: await timed(20, () => carla.desk()),
  };
}

/** Each executive keeps one session; which woman is in it, her first text says. */
async function settleDown(people: readonly Executive[]) {
  return Promise.all(
    people.map(async (person) => {
      const { body } = await person.ask("POST", "/sessions/next", {});
      const sessionId = String(body?.sessionId);
      const conversation = (await person.ask("GET", `/sessions/${sessionId}`)).body as unknown as {
        messages: { content: { text?: string } | null }[];
      };
      const text = conversation.messages[0]?.content?.text ?? "";
      return { sessionId, woman: Number(/#(\d+)/.exec(text)?.[1] ?? 0) };
    }),
  );
}

/** Which message first showed a text on a socket, and when. */
type Seen = Map<string, { id: string; at: number }>;

/** Milliseconds since 1970, which is what traces are written in. */
function wallOf(now: number): number {
  return performance.timeOrigin + now;
}

/** From the moment a webhook is due until its words are on the socket of whoever attends. */
async function messagesTo(women: readonly number[], seen: Seen, perSecond: number, seconds: number) {
  const total = perSecond * seconds;
  const due = new Map<string, number>();
  const began = performance.now();
  const posts: Promise<void>[] = [];
  for (let sent = 0; sent < total; sent += 1) {
    const at = began + (sent * 1_000) / perSecond;
    const wait = at - performance.now();
    if (wait > 0) await sleep(wait);
    const text = `mensaje ${perSecond}-${sent}`;
    due.set(text, performance.now());
    posts.push(line.post(women[sent % women.length] ?? 0, `m-${perSecond}-${sent}`, text));
  }
  await Promise.all(posts);
  await until(async () => [...due.keys()].every((text) => seen.has(text)), plan.patienceMs).catch(() => {});
  const ways = new Map<string, Way>();
  for (const [text, from] of due) {
    const to = seen.get(text);
    if (to) ways.set(to.id, { due: wallOf(from), seen: wallOf(to.at) });
  }
  const times = [...ways.values()].map((way) => way.seen - way.due);
  return {
    p50: tenths(quantile(times, 0.5)),
    p99: tenths(quantile(times, 0.99)),
    missing: total - times.length,
    ways,
  };
}

async function count(query: string): Promise<number> {
  const { rows } = await database.query<{ n: number }>(query);
  return rows[0]?.n ?? 0;
}

async function until(is: () => Promise<boolean>, patienceMs = 120_000): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await is())) {
    if (performance.now() > end) throw new Error("it did not settle");
    await sleep(200);
  }
}
