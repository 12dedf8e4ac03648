/**
 * A replica as a process of its own, so that tests can kill it. MODE:
 * - `relay`: the gateway's outbox, nothing else
 * - `between`: dies after the first commit of each life, before the acknowledgement
 * - `poison`: the handler kills the process whenever it gets message POISON
 * - `trace`: publishes one event itself, within a session, and ends when it has been handled
 */
import { MessageReceived } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { inSession, startTelemetry } from "@liss/telemetry";
import { appendEvents, connectBus, on, startRelay, subscribeTo } from "../index.ts";
import { type Context, mark, messageReceived, nthOf, silent, type Tables, untouched } from "./effects.ts";

const env = (name: string) => process.env[name] ?? "";
const die = () => process.kill(process.pid, "SIGKILL");
const mode = env("MODE");

const service = mode === "relay" ? "gateway" : "triage";
const bus = await connectBus({
  url: env("NATS_URL"),
  user: env("NATS_USER"),
  password: env("NATS_PASSWORD"),
  service,
  logger: silent,
});
const db = openDatabase<Tables>({ url: env("DATABASE_URL"), name: service });
const relay = startRelay({ db, bus, logger: silent, poll: 5, candidacy: 20, window: 16 });

const subscription =
  mode === "relay"
    ? undefined
    : subscribeTo({
        bus,
        db,
        service: "triage",
        logger: silent,
        // Woken after the commit and before the acknowledgement: the moment that this test is about.
        relay: mode === "between" ? { wake: die } : relay,
        hold: { first: 20, longest: 100 },
        retry: { first: 20, longest: 100 },
        handlers: [
          on(MessageReceived, async (event, context: Context) => {
            if (mode === "poison" && nthOf(event) === Number(env("POISON"))) die();
            await mark(event, context);
            // Neighbours take a moment, so that the poison finds them under way.
            await new Promise((resolve) => setTimeout(resolve, 5));
          }),
          ...untouched,
        ],
      });

if (mode === "trace") {
  const telemetry = startTelemetry("triage");
  await inSession(env("SESSION"), "receive", {}, () =>
    db.transaction().execute((tx) => appendEvents(tx, [messageReceived(1)])),
  );
  relay.wake();
  while (!(await db.selectFrom("effects").select("nth").executeTakeFirst())) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await subscription?.stop();
  await relay.stop();
  await telemetry.flush();
  process.exit(0);
}
