import { randomUUID } from "node:crypto";
import { migrate, openDatabase } from "@liss/database";
import { createIdentity, oidcOf } from "@liss/identity";
import { openMediaStore } from "@liss/media";
import { connectBus, startRelay, subscribeTo } from "@liss/messaging";
import { loadSafety } from "@liss/safety";
import { type Logger, listen } from "@liss/telemetry";
import { erasureJournal, keyProviderOf, openVault, type VaultTables } from "@liss/vault";
import { sql } from "kysely";
import { onAlertRaised } from "./arrivals/alert-raised.ts";
import { onAssessed } from "./arrivals/assessed.ts";
import { onDeliveryChanged } from "./arrivals/delivery-changed.ts";
import { type Clock, systemClock } from "./arrivals/handling.ts";
import { onIdentityChanged } from "./arrivals/identity-changed.ts";
import { onMediaSettled } from "./arrivals/media-settled.ts";
import { onMessageReceived } from "./arrivals/message-received.ts";
import { onMessageRevoked } from "./arrivals/message-revoked.ts";
import { onHandedBack, onReplyProposed } from "./arrivals/robot.ts";
import { startTimekeeper } from "./clock/timekeeper.ts";
import type { Config } from "./config.ts";
import { migrations } from "./database/migrations/index.ts";
import type { RoutingTables } from "./database/tables.ts";
import { deskApplication } from "./desk/application.ts";
import { startLive } from "./desk/live/live.ts";
import { readingRecorder } from "./desk/recorder.ts";
import { askRobotOver } from "./editors/ask-robot.ts";
import { chileanHolidays, chileanHolidaysAhead } from "./hours/holidays.ts";
import { alwaysOpen } from "./hours/schedule.ts";
import { recordAccess } from "./people/record-access.ts";
import { startKeeper } from "./retention/keeper.ts";
import { revealNumberOver } from "./sending/reveal-number.ts";
import { watchStatus } from "./status/watch.ts";
import { beginWithHours } from "./store/policy.ts";

/** The core subject on which replicas tell each other that something was committed. Carries who says so, no more. */
const nudge = "desk.nudge";

export type Routing = { port: number; stop(): Promise<void> };

/** Starts everything that executive-routing is; resolves when it serves. */
export async function startRouting(
  config: Config,
  logger: Logger,
  clock: Clock = systemClock,
): Promise<Routing> {
  const owner = openDatabase<RoutingTables>({
    url: config.MIGRATION_DATABASE_URL ?? config.DATABASE_URL,
    name: "executive-routing migrations",
    poolSize: 1,
  });
  await migrate<RoutingTables>(owner, migrations);
  await owner.destroy();

  // The live desk, the clock and commands of fifty people, none of whom waits for a connection.
  const db = openDatabase<RoutingTables>({
    url: config.DATABASE_URL,
    name: "executive-routing",
    poolSize: 16,
  });
  // Eight handlers: what arrives asks the same all the time.
  const arriving = openDatabase<RoutingTables>({
    url: config.DATABASE_URL,
    name: "executive-routing arrivals",
    poolSize: 8,
    planOnce: true,
  });
  // One connection for the screens: they ask the same all the time.
  const screens = openDatabase<RoutingTables>({
    url: config.DATABASE_URL,
    name: "executive-routing screens",
    poolSize: 1,
    planOnce: true,
  });
  const keys = openDatabase<VaultTables>({
    url: config.VAULT_DATABASE_URL,
    name: "executive-routing vault",
    poolSize: 4,
  });
  const vault = openVault({ db: keys, keys: keyProviderOf(config) });
  const bus = await connectBus({
    url: config.NATS_URL,
    user: config.NATS_USER,
    password: config.NATS_PASSWORD,
    service: "executive-routing",
    logger,
  });
  const relay = startRelay({ db, bus, logger });

  const isHoliday = chileanHolidays();
  const safety = loadSafety({ coverFile: config.COVER_FILE });
  // Whoever tries the service out on a Sunday finds it open.
  if (config.LISS_MODE === "local") await beginWithHours(db, alwaysOpen);
  const replica = randomUUID();
  let wakeScreens = () => {};
  let wakeTimekeeper = () => {};
  let wakeKeeper = () => {};
  const shown = () => {
    wakeScreens();
    wakeTimekeeper();
    if (bus.status() === "connected") bus.connection.publish(nudge, replica);
  };
  const changed = () => {
    relay.wake();
    shown();
  };

  const status = watchStatus({ db, bus, clock, isHoliday, logger });
  // Locally everybody may try everything.
  const everybodyChooses = config.CHOOSING === "everybody" || config.LISS_MODE === "local";
  const publicOrigin = new URL(config.PUBLIC_URL).origin;
  const identity = await createIdentity({
    databaseUrl: config.IDENTITY_DATABASE_URL,
    secret: config.LISS_AUTH_SECRET,
    baseUrl: config.PUBLIC_URL,
    cookiePrefix: "liss-console",
    mode: config.LISS_MODE,
    secondFactor: config.SECOND_FACTOR,
    oidc: oidcOf(config),
    idleMinutes: config.IDLE_MINUTES,
    sessionHours: config.SESSION_HOURS,
    trustedOrigins: [publicOrigin],
    onAccess: async (access) => {
      await recordAccess(db, access, clock);
      relay.wake();
    },
  });
  if (config.LISS_MODE === "local") await identity.seedDemoPeople();

  const store = openMediaStore(bus.connection);
  const schedule = {
    contentHours: config.KEEP_CONTENT_HOURS,
    factsDays: config.KEEP_FACTS_DAYS,
    takenBack: config.TAKEN_BACK_MESSAGES,
  };
  const application = deskApplication({
    db,
    vault,
    safety,
    identity,
    clock,
    logger,
    changed,
    recorder: readingRecorder(db, changed),
    status: status.now,
    isHoliday,
    holidays: chileanHolidaysAhead(),
    publicOrigin,
    store,
    schedule,
    wakeKeeper: () => wakeKeeper(),
    secret: config.LISS_AUTH_SECRET,
    showPresence: config.SHOW_PRESENCE,
    perMinute: { asked: config.QUESTIONS_PER_MINUTE, commanded: config.COMMANDS_PER_MINUTE },
    robotTopics: config.ROBOT_TOPICS,
    everybodyChooses,
    traceViewer: config.TRACE_VIEWER_URL,
    askRobot: askRobotOver(bus, logger),
    revealNumber: revealNumberOver(bus, vault, logger),
    ready: {
      postgres: async () => {
        await sql`select 1`.execute(db);
      },
      nats: () => bus.ready(),
    },
  });
  const web = await listen(application, config.PORT);
  const live = await startLive({
    server: web.server,
    db,
    screens,
    vault,
    identity,
    clock,
    logger,
    noticed: changed,
    everybodyChooses,
    status,
  });
  wakeScreens = live.wake;
  const nudged = bus.connection.subscribe(nudge, {
    callback: (_error, message) => {
      if (message.string() !== replica) live.wake(); // our own screens know already
    },
  });

  const handling = { clock, vault, isHoliday, safety };
  const subscription = subscribeTo<RoutingTables>({
    bus,
    db: arriving,
    service: "executive-routing",
    logger,
    relay,
    onCommit: shown,
    handlers: [
      onMessageReceived(handling),
      // A moment later its transaction has committed.
      onMessageRevoked({ onRevoked: () => void setTimeout(() => wakeKeeper(), 250).unref() }),
      onMediaSettled(),
      onIdentityChanged(handling),
      onAssessed(handling),
      onDeliveryChanged(),
      onReplyProposed(handling),
      onHandedBack(handling),
      onAlertRaised(),
    ],
  });
  const keeper = startKeeper({
    db,
    vault,
    store,
    clock,
    logger,
    changed,
    journal: erasureJournal(config.ERASURE_JOURNAL),
    schedule,
  });
  wakeKeeper = keeper.wake;
  const timekeeper = startTimekeeper({ db, clock, logger, changed, isHoliday });
  wakeTimekeeper = timekeeper.wake;

  return {
    port: web.port,
    stop: async () => {
      nudged.unsubscribe();
      await subscription.stop();
      await timekeeper.stop();
      await keeper.stop();
      await status.stop();
      await live.stop();
      await web.close();
      await relay.stop();
      await bus.drain();
      await identity.close();
      vault.close();
      await keys.destroy();
      await screens.destroy();
      await arriving.destroy();
      await db.destroy();
    },
  };
}
