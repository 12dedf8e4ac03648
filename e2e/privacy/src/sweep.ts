import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Stack } from "@liss/local/stack";
import { type Trial, trial } from "@liss/local/trial";
import { repositoryRoot } from "@liss/servers";
import pg from "pg";
import { backUpPostgres, copyLiving, type Owner, restored } from "./backup.ts";
import { type Box, boxesOf, openable } from "./boxes.ts";
import { until } from "./desk.ts";
import { fill } from "./fill.ts";
import { formsOf, phoneNeedles } from "./needles.ts";
import { searchEverything } from "./search-bytes.ts";

/**
 * Fills a real Liss with marked content, looks for it in every byte it has on the disk, backups included; then erases the
 * contact and tries to read her: in the running system, and in a backup taken before, put back as an operator would.
 * Ends with code 1 when anything was found or opened.
 */
const begun = performance.now();
const letters = (count: number) =>
  Array.from({ length: count }, () => "bcdfghjklmnpqrstvwxyz"[randomInt(21)]).join("");
const core = `qz${letters(13)}`;
const phone = `569${randomInt(10_000_000, 100_000_000)}`;
const other = `569${randomInt(10_000_000, 100_000_000)}`;

await trial({ durable: true }, async (house) => {
  const { stack, place, dataDir, say } = house;
  say("Writing into every field that somebody can write into…");
  const { sessionId, carla, ana, fields } = await fill(stack, phone, other, (field) => `${core}-${field}`);
  const contactId = await contactOf(stack, sessionId);
  const boxes = await boxesOf(stack, contactId);
  const before = await openable(boxes, stack.postgresUrl("vault"), stack.keyFile);
  say(`${fields.length} fields; ${before.count} of ${boxes.length} boxes open, as they should now.`);

  say("Taking a backup of Postgres and of the broker's store…");
  await backUpPostgres(stack, place("backup-postgres"));
  await copyLiving(stack.natsDir, place("backup-nats"), () => true);

  say("Looking through every byte…");
  const needles = [...formsOf("mark", core), ...phoneNeedles(phone), ...phoneNeedles(other)];
  const folders = [stack.natsDir, stack.logsDir, stack.tracesDir, stack.postgresDir, stack.erasuresDir];
  const backups = [place("backup-postgres"), place("backup-nats")];
  const swept = await searchEverything(stack, [...folders, ...backups], needles);
  for (const { place: where, what, form, around } of swept.findings.slice(0, 60))
    say(`FOUND ${what} (${form}) in ${where.replace(place(""), "")}: ${around}`);

  say("Erasing her…");
  await finish(ana, sessionId);
  const asked = await carla.command(sessionId, "erasure", { cause: "request" });
  if (asked.status !== 200) throw new Error(`the erasure was answered ${asked.status}`);
  await recorded(stack, "routing.contact-erased", contactId);
  await recorded(stack, "channel.traces-erased", contactId);
  await forgotten(stack, contactId);
  const living = await openable(boxes, stack.postgresUrl("vault"), stack.keyFile);
  const left = (await boxesOf(stack, contactId)).filter(
    ({ sealed, from }) => sealed.box !== "" && !from.includes("raw_deliveries"),
  );
  const leftOpen = await openable(left, stack.postgresUrl("vault"), stack.keyFile);

  say("Putting the backup back, once with the journal and once after the key-encryption key was changed…");
  const owner = await stat(stack.postgresDir);
  const replayed = await restoredWithJournal(house, boxes, owner);
  const rotated = await run("services/executive-routing/src/cli/rotate-keys.ts", {
    VAULT_OWNER_DATABASE_URL: stack.postgresUrl("vault"),
    DATABASE_URL: stack.postgresUrl("routing"),
    LISS_KEY_FILE: stack.keyFile,
    SETTLE_SECONDS: "3",
  });
  const afterRotation = await restored(place("backup-postgres"), place("restored"), owner, (postgres) =>
    openable(boxes, postgres.urlOf("vault"), stack.keyFile),
  );
  const kept = folders.filter((one) => one !== stack.postgresDir); // its rows are looked through again
  const again = await searchEverything(stack, kept, needles);
  const fsck = await run("services/audit/src/cli/fsck.ts", {
    DATABASE_URL: stack.postgresUrl("audit"),
    CHECKPOINT_FILE: join(dataDir, "checkpoints", "checkpoints.jsonl"),
    LISS_CHECKPOINT_KEY: stack.secrets.checkpointKey,
    LISS_LOG_ORIGIN: "liss.local/audit",
  });
  for (const [where, count] of Object.entries({ ...living.from, ...leftOpen.from }))
    say(`OPEN ${where}: ${count}`);

  const figures = {
    fields: fields.length,
    needles: needles.length,
    files: swept.files,
    megabytes: Math.round(swept.bytes / 2 ** 20),
    rows: swept.rows,
    boxes: boxes.length,
    openBefore: before.count,
    openInRestoredBackupBeforeItsJournal: replayed.before,
    seconds: Math.round((performance.now() - begun) / 1_000),
  };
  const zero = (name: string, value: number) => ({ name, value, goal: 0, met: value === 0 });
  const goals = [
    zero("marks and phone numbers on the disk", swept.findings.length),
    zero("the same after the erasure", again.findings.length),
    zero("boxes of hers that open after the erasure", living.count + leftOpen.count),
    zero("boxes that open in a restored backup, its journal replayed", replayed.after),
    zero("boxes that open in a restored backup after a rotation, without its journal", afterRotation.count),
    zero("exit code of the rotation while everything runs", rotated),
    zero("audit:fsck's exit code", fsck),
    {
      name: "boxes that opened before, so that the rest proves something",
      value: before.count,
      goal: 20,
      met: before.count >= 20,
    },
    {
      name: "boxes that open in the restored backup before anything is done",
      value: replayed.before,
      goal: 1,
      met: replayed.before > 0,
    },
  ];
  process.stdout.write(`${JSON.stringify({ command: "privacy:sweep", figures, goals })}\n`);
  return goals.every(({ met }) => met);
});

/** The executive reads what is left and closes. */
async function finish(ana: Awaited<ReturnType<typeof fill>>["ana"], sessionId: string) {
  await until("the conversation is closed", async () => {
    // Whoever has no console open for a minute is gone, and her session waits again: she takes it back.
    await ana.command(sessionId, "claim");
    await ana.command(sessionId, "take-back");
    const { messages } = await ana.read(sessionId);
    const messageIds = messages.map(({ id }) => id);
    await ana.command(sessionId, "seen", { messageIds });
    return (await ana.command(sessionId, "close", { classification: "support" })).status === 200;
  });
}

async function restoredWithJournal({ stack: house, place }: Trial, boxes: readonly Box[], owner: Owner) {
  const journals = await readdir(house.erasuresDir);
  return restored(place("backup-postgres"), place("restored"), owner, async (postgres) => {
    const first = await openable(boxes, postgres.urlOf("vault"), house.keyFile);
    for (const journal of journals)
      await run("services/executive-routing/src/cli/erase-again.ts", {
        DATABASE_URL: postgres.urlOf("routing"),
        VAULT_DATABASE_URL: postgres.urlOf("vault"),
        LISS_KEY_FILE: house.keyFile,
        ERASURE_JOURNAL: join(house.erasuresDir, journal),
      });
    const hers = await openable(boxes, postgres.urlOf("vault"), house.keyFile);
    return { before: first.count, after: hers.count };
  });
}

async function contactOf(house: Stack, sessionId: string): Promise<string> {
  const [row] = await query<{ contact_id: string }>(
    house,
    "routing",
    "select contact_id from sessions where id = $1",
    [sessionId],
  );
  return row?.contact_id ?? "";
}

async function recorded(house: Stack, type: string, contactId: string): Promise<void> {
  await until(type, async () => {
    const rows = await query(house, "audit", "select 1 from entries where type = $1 and contact_id = $2", [
      type,
      contactId,
    ]);
    return rows.length > 0;
  });
}

/** The other services have heard of it too. */
async function forgotten(house: Stack, contactId: string): Promise<void> {
  await until("triage forgets", async () => {
    return (
      (await query(house, "triage", "select 1 from conversations where contact_id = $1", [contactId]))
        .length === 0
    );
  });
}

async function query<Row extends object>(
  house: Stack,
  database: string,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: house.postgresUrl(database) });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** One of our commands, as an operator runs it. Returns its exit code. */
async function run(program: string, env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, [join(repositoryRoot, program)], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.pipe(process.stderr, { end: false });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? -1;
}
