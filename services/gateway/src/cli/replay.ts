import { parseArgs } from "node:util";
import { openDatabase } from "@liss/database";
import { readCover } from "@liss/safety";
import { createLogger, loadConfig } from "@liss/telemetry";
import { keyProviderOf, keySettings, openVault, parseKey, type VaultTables } from "@liss/vault";
import { z } from "zod";
import { GatewayConfig } from "../config.ts";
import type { GatewayTables } from "../database/tables.ts";
import { blindIndexes } from "../identity/blind-indexes.ts";
import { contactBook } from "../identity/contacts.ts";
import { keepFiles } from "../media/jobs.ts";
import { gatewayMetrics } from "../metrics.ts";
import { type ReplaySummary, replay, type Selection } from "../receive/replay.ts";
import { createTracking } from "../send/tracking.ts";

const usage = `usage: npm run -s whatsapp:replay -- [--all | --from ISO --to ISO | --failed] [--dry-run]

Interprets stored webhook deliveries again. Nothing is doubled: what is known is recognised.
  --all       every delivery that is still kept (seven days)
  --from, --to  those received in that span, e.g. --from 2026-11-23T21:00:00Z
  --failed    those that could not be understood or acted upon
  --dry-run   try everything, keep nothing
`;

const selection = selectionFrom(process.argv.slice(2));
const { shape } = GatewayConfig;
const config = loadConfig(
  z.object({
    DATABASE_URL: shape.DATABASE_URL,
    VAULT_DATABASE_URL: shape.VAULT_DATABASE_URL,
    ...keySettings,
    LISS_BLIND_INDEX_KEY: shape.LISS_BLIND_INDEX_KEY,
    WHATSAPP_PHONE_NUMBER_ID: shape.WHATSAPP_PHONE_NUMBER_ID,
    COVER_FILE: shape.COVER_FILE,
  }),
);

const db = openDatabase<GatewayTables>({ url: config.DATABASE_URL, name: "gateway replay", poolSize: 2 });
const keys = openDatabase<VaultTables>({
  url: config.VAULT_DATABASE_URL,
  name: "gateway replay",
  poolSize: 4,
});
const vault = openVault({ db: keys, keys: keyProviderOf(config) });
const indexes = blindIndexes(parseKey(config.LISS_BLIND_INDEX_KEY));
const phoneNumberId = config.WHATSAPP_PHONE_NUMBER_ID;
const now = () => new Date();
const logger = createLogger("gateway");
logger.level = "warn";
const tools = {
  db,
  vault,
  contacts: contactBook({ vault, indexes }),
  indexes,
  tracking: createTracking({ vault, indexes, phoneNumberId, now }),
  metrics: gatewayMetrics(),
  phoneNumberId,
  exitWords: readCover(config.COVER_FILE)["exit-words"],
  logger,
  now,
  keepFiles,
};

const startedAt = Date.now();
try {
  const summary = await replay({ tools, selection, dryRun: selection.dryRun, onProgress: progress() });
  report(summary);
  process.exitCode = summary.failed > 0 ? 1 : 0;
} catch (error) {
  const why = error instanceof Error ? error.message : "";
  process.stderr.write(`\nThe replay stopped: ${why}. What was done is done; it can be run again.\n`);
  process.exitCode = 2;
}
vault.close();
await Promise.all([db.destroy(), keys.destroy()]);

function selectionFrom(args: string[]): Selection & { dryRun: boolean } {
  const time = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = { all: flag, failed: flag, from: time, to: time, "dry-run": flag, help: flag };
  try {
    const { values } = parseArgs({ args, options });
    if (values.help) stop(usage, 0);
    const [from, to] = [dateOf(values.from), dateOf(values.to)];
    const kinds = [values.all, values.failed, from !== undefined || to !== undefined].filter(Boolean);
    if (kinds.length !== 1) stop(usage, 64);
    return { from, to, failed: values.failed, dryRun: values["dry-run"] };
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : ""}\n${usage}`, 64);
  }
}

function dateOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new Error(`${text} is not a time such as 2026-11-23T21:00:00Z`);
  return date;
}

function stop(text: string, code: number): never {
  process.stderr.write(text);
  process.exit(code);
}

/** One line that is rewritten on a terminal; a line every two seconds in a log. */
function progress(): (done: number, of: number) => void {
  let shownAt = 0;
  return (done, of) => {
    const isLast = done >= of;
    if (!isLast && Date.now() - shownAt < (process.stderr.isTTY ? 100 : 2_000)) return;
    shownAt = Date.now();
    const share = of === 0 ? 100 : Math.floor((100 * done) / of);
    const line = `${done} of ${of} deliveries (${share} %)`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}${isLast ? "\n" : ""}` : `${line}\n`);
  };
}

function report(summary: ReplaySummary): void {
  const { deliveries, interpreted, notUnderstood, failed, busy, outcomes } = summary;
  const dry = selection.dryRun ? " (dry run: nothing was kept)" : "";
  process.stderr.write(`
${deliveries} deliveries${dry}: ${interpreted} interpreted, ${notUnderstood} not understood, ${failed} failed, ${busy} busy
`);
  for (const [outcome, count] of Object.entries(outcomes).sort()) {
    process.stderr.write(`  ${outcome.padEnd(18)} ${count}\n`);
  }
  const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
  process.stdout.write(`${JSON.stringify({ ...summary, dryRun: selection.dryRun, seconds })}\n`);
}
