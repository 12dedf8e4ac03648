import type { Database } from "@liss/database";
import type { Logger } from "@liss/telemetry";
import type { Vault } from "@liss/vault";
import type { Clock } from "../../arrivals/handling.ts";
import type { RoutingTables } from "../../database/tables.ts";
import type { StatusWatch } from "../../status/watch.ts";
import type { SessionCard } from "../api.ts";
import { shiftOf } from "../shift-view.ts";
import { lastSequence } from "../views.ts";
import { type Client, send } from "./client.ts";
import { deliver } from "./deliver.ts";
import { liveLimits } from "./limits.ts";
import { newsAfter } from "./news.ts";

/** The one reader of the feed in this process. Frames leave in the order of the feed: it does one thing at a time. */
export type Feed = {
  /** Something may have been committed. */
  wake(): void;
  /** Replays what a console missed since it had `since`, or says that fetching everything is better. */
  greet(client: Client, since: number | null): void;
  /** Loads and presences as they are now, for whoever looks at the wall. */
  showShift(client: Client): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
};

export type FeedOptions = {
  db: Database<RoutingTables>;
  /** For the news. */
  screens: Database<RoutingTables>;
  vault: Vault;
  clock: Clock;
  logger: Logger;
  status: Pick<StatusWatch, "now" | "look">;
  /** Who is connected. */
  clients: ReadonlySet<Client>;
};

/** Begins where the feed ends now. */
export async function startFeed(options: FeedOptions): Promise<Feed> {
  const { db, screens, vault, clock, logger, status, clients } = options;
  const told = placesTold();
  let position = await lastSequence(db);

  const news = (after: number, limit: number, to: readonly Client[]) => {
    const watched = new Set(to.flatMap(({ watching }) => watching ?? []));
    return newsAfter(screens, { after, limit, watched: [...watched], now: clock.now() });
  };

  /** Reads the feed to its end and sends it on, in order. What is committed meanwhile wakes it again. */
  async function catchUp(): Promise<void> {
    for (let isMore = true; isMore; ) {
      const ready = [...clients].filter((client) => client.sequence !== null);
      const found = await news(position, liveLimits.atOnce, ready);
      isMore = found.many === liveLimits.atOnce;
      if (found.many === 0) return;
      if (ready.length > 0) await deliver({ db, vault }, found, ready, told.hasMoved);
      else told.forget(); // moved with nobody looking: whoever comes next is told again
      const changed = new Set(found.changes.map(({ kind }) => kind));
      // An alarm may be the line's: the state of the service is looked at now instead of at its next turn.
      if (changed.has("alert")) void status.look();
      if (changed.has("session") || changed.has("shift")) await showShift(ready.filter(({ wall }) => wall));
      position = found.last;
      for (const client of ready) client.sequence = position;
    }
  }

  async function showShift(to: readonly Client[]): Promise<void> {
    if (to.length === 0) return;
    const { people } = await shiftOf(db);
    for (const client of to) send(client, { type: "shift", people });
  }

  async function greet(client: Client, since: number | null): Promise<void> {
    await catchUp();
    const isComplete = since === null || since === position || (await isReplayable(since));
    client.sequence = position;
    if (!isComplete) return send(client, { type: "resync", sequence: position });
    send(client, { type: "welcome", sequence: position, now: clock.now() });
    send(client, { type: "status", status: status.now() });
    if (since === null || since === position) return;
    const missed = await news(since, position - since, [client]);
    await deliver({ db, vault }, missed, [client], () => true);
  }

  /** Whether all after that number is still there, and not too much: numbers have no gap. */
  async function isReplayable(since: number): Promise<boolean> {
    if (since > position || position - since > liveLimits.replay) return false;
    const next = await db
      .selectFrom("desk_feed")
      .select("sequence")
      .where("sequence", "=", since + 1)
      .executeTakeFirst();
    return next !== undefined;
  }

  let work: Promise<void> = Promise.resolve();
  let isWoken = false;
  const enqueue = (task: () => Promise<void>) => {
    work = work
      .then(task)
      .catch((error: unknown) => logger.warn({ err: error }, "live feed failed; trying again"));
  };
  return {
    wake: () => {
      if (isWoken) return;
      isWoken = true;
      enqueue(async () => {
        isWoken = false;
        await catchUp();
      });
    },
    greet: (client, since) => enqueue(() => greet(client, since)),
    showShift: (client) => enqueue(() => showShift([client])),
    settled: () => work,
  };
}

/** Where each open session was when everybody was last told: whoever does not see it knows as long as it stays. */
function placesTold() {
  const told = new Map<string, string>();
  return {
    /** Whether it is in other hands than then. */
    hasMoved: ({ id, status, owner, transfer, heldUntil }: SessionCard): boolean => {
      const where = `${status} ${owner?.id} ${transfer?.to} ${heldUntil}`;
      if (told.get(id) === where) return false;
      if (status === "closed") told.delete(id);
      else told.set(id, where);
      return true;
    },
    forget: () => told.clear(),
  };
}
