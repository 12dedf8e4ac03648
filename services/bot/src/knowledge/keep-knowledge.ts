import { createHash } from "node:crypto";
import { type AlertCode, AlertRaised, type Envelope, KnowledgeServed } from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import type { Logger } from "@liss/telemetry";
import { v7 as uuidv7 } from "uuid";
import type { BotTables } from "../database/tables.ts";
import { isServable, type Knowledge, readKnowledge } from "./knowledge.ts";
import { contentFiles, localeOf, shippedContent } from "./load-knowledge.ts";

export type KeeperOptions = {
  db: Database<BotTables>;
  logger: Logger;
  now: () => Date;
  folder?: URL;
  /** Called after something was put into the outbox. */
  wake?: () => void;
  /** Between looks at the folder and the calendar, ms. An editor's change is served within a minute. */
  every?: number;
};

export type Keeper = {
  /** What is served now. */
  current(): Knowledge;
  /** Looks at the folder and the calendar once. */
  look(): Promise<void>;
  stop(): void;
};

/** How many days before its end people are told that an article must be looked at again. */
const warnDaysBefore = 14;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Keeps the knowledge: reads it, remembers every good file in the database, serves the last good version of a broken
 * one, and tells people once about what is broken, past its date or close to it.
 * @throws KnowledgeWrong when there is nothing that could be served.
 */
export async function keepKnowledge(options: KeeperOptions): Promise<Keeper> {
  const { db, logger, now, folder = shippedContent, wake = () => {}, every = 60_000 } = options;
  let read = await contentFiles(folder);
  let knowledge = readKnowledge(localeOf(folder), read, await lastGoodFiles(db));
  await record(true);
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    look().catch((error: unknown) => logger.error({ err: error }, "the content could not be looked at"));
  }, every);
  timer.unref();
  return { current: () => knowledge, look, stop: () => clearInterval(timer) };

  /** One look at a time; who comes while one is under way shares it. */
  function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function lookOnce(): Promise<void> {
    const files = await contentFiles(folder);
    const changed = digest(files) !== digest(read);
    if (changed) {
      const before = knowledge.version;
      knowledge = readKnowledge(localeOf(folder), files, knowledge.files);
      read = files;
      await record(before !== knowledge.version);
      logger.info({ knowledge: knowledge.version }, "the content was read again");
    } else await record(false);
  }

  async function record(announce: boolean): Promise<void> {
    for (const refusal of knowledge.refused) logger.error(refusal, "a content file is refused");
    const told = await db.transaction().execute(async (tx) => {
      const events = [
        ...(announce ? [served(knowledge, now())] : []),
        ...(await newAlerts(tx, knowledge, now())),
      ];
      if (announce) await rememberGoodFiles(tx, knowledge, now());
      await appendEvents(tx, events);
      return events.length;
    });
    if (told > 0) wake();
  }
}

async function lastGoodFiles(db: Database<BotTables>): Promise<Map<string, string>> {
  const rows = await db.selectFrom("content_files").select(["name", "content"]).execute();
  return new Map(rows.map(({ name, content }) => [name, content]));
}

async function rememberGoodFiles(tx: Transaction<BotTables>, { files }: Knowledge, now: Date): Promise<void> {
  const rows = [...files].map(([name, content]) => ({ name, content, served_at: now }));
  await tx
    .insertInto("content_files")
    .values(rows)
    .onConflict((conflict) =>
      conflict.column("name").doUpdateSet((row) => ({
        content: row.ref("excluded.content"),
        served_at: row.ref("excluded.served_at"),
      })),
    )
    .execute();
}

/** The version on the record, with every article that is in it: what she was told can be shown years later. */
function served({ version, articles, refused }: Knowledge, now: Date): Envelope {
  return KnowledgeServed.create({
    id: uuidv7(),
    source: "bot",
    occurredAt: now.toISOString(),
    actor: { kind: "service", name: "bot" },
    data: {
      contentVersion: version,
      articles: articles.map(({ id, topic, version: articleVersion, expires }) => ({
        id,
        topic,
        version: articleVersion,
        expires,
      })),
      refused: refused.map(({ file, servesLastGood }) => ({ file, servesLastGood })),
    },
  });
}

type Finding = {
  what: string;
  code: AlertCode;
  severity: "warning" | "critical";
  detail: Record<string, string | boolean>;
};

/** Alerts that nobody was told yet. A file that is mended and broken again is told again. */
async function newAlerts(tx: Transaction<BotTables>, knowledge: Knowledge, now: Date): Promise<Envelope[]> {
  const findings = [...refusals(knowledge), ...expiries(knowledge, now)];
  if (findings.length === 0) return [];
  const added = await tx
    .insertInto("alerts_raised")
    .values(findings.map(({ what }) => ({ what, raised_at: now })))
    .onConflict((conflict) => conflict.column("what").doNothing())
    .returning("what")
    .execute();
  const isNew = new Set(added.map(({ what }) => what));
  return findings
    .filter(({ what }) => isNew.has(what))
    .map(({ code, severity, detail }) =>
      AlertRaised.create({
        id: uuidv7(),
        source: "bot",
        occurredAt: now.toISOString(),
        actor: { kind: "service", name: "bot" },
        data: { code, severity, detail },
      }),
    );
}

function refusals({ refused, version }: Knowledge): Finding[] {
  return refused.map(({ file, problem, servesLastGood }) => ({
    what: `refused:${file}:${createHash("sha256").update(problem).digest("hex").slice(0, 12)}`,
    code: "article-refused",
    severity: servesLastGood ? ("warning" as const) : ("critical" as const),
    detail: { file, servesLastGood, contentVersion: version },
  }));
}

function expiries({ articles }: Knowledge, now: Date): Finding[] {
  const soon = new Date(now.getTime() + warnDaysBefore * dayMs);
  return articles.flatMap((article): Finding[] => {
    const { id, expires } = article;
    const detail = { article: id, expires };
    if (!isServable(article, now))
      return [{ what: `expired:${id}:${expires}`, code: "article-expired", severity: "critical", detail }];
    if (!isServable(article, soon))
      return [
        { what: `expires-soon:${id}:${expires}`, code: "article-expires-soon", severity: "warning", detail },
      ];
    return [];
  });
}

function digest(files: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${text}\0`);
  return hash.digest("hex");
}
