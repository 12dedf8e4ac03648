import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { AlertRaised } from "@liss/contracts";
import { openDatabase } from "@liss/database";
import { appendEvents, type MessagingTables, operatorId } from "@liss/messaging";
import type { Folders } from "../stack/folders.ts";
import { type DatabaseRole, type Secrets, secretsOf } from "../stack/secrets.ts";
import { alertDraft } from "./alert-draft.es-cl.ts";
import { dumpDatabase } from "./dump.ts";
import { sealEvidence, signingKey } from "./evidence.ts";
import { type Revoked, revokeEntries } from "./revoke.ts";
import { rotated, rotateSecrets } from "./rotate.ts";
import { timelineOf } from "./timeline.ts";

/** Whose tables are copied, with the role that owns them. The vault's are keys, and keys are no evidence. */
const owners: Readonly<Record<string, DatabaseRole>> = {
  gateway: "gateway",
  triage: "triage",
  bot: "bot",
  routing: "routing",
  audit: "audit_owner",
  identity: "identity",
};

export type Freeze = {
  folders: Folders;
  postgresPort: number;
  /** A folder that is not there yet. */
  out: string;
  /** When somebody knew: from here the law counts three hours. */
  knownAt: Date;
  now: Date;
  /** How far back the timeline goes. */
  hours: number;
  /** Also change the passwords of the house; the next start uses them. */
  rotate: boolean;
};

export type Frozen = { files: number; rows: number; entries: number; revoked: Revoked; rotated: boolean };

/**
 * Freezes what happened and closes the doors: tables, logs, traces and checkpoints are copied, hashed and signed;
 * then every login ends, and the passwords change if so wanted. Evidence first: what closes a door also changes it.
 *
 * @throws Error when the folder is there already
 */
export async function freeze(options: Freeze): Promise<Frozen> {
  const { folders, out, knownAt, now, hours } = options;
  if (existsSync(out)) throw new Error(`${basename(out)} is there already: evidence is never written over`);
  mkdirSync(out, { recursive: true, mode: 0o700 });
  const secrets = secretsOf(folders.secrets);
  const urlOf = (database: string) => addressOf(options.postgresPort, secrets, database);

  let rows = 0;
  for (const database of Object.keys(owners))
    rows += await dumpDatabase(urlOf(database), join(out, "tables", database));
  for (const folder of [folders.logs, folders.traces, folders.checkpoints])
    if (existsSync(folder)) cpSync(folder, join(out, basename(folder)), { recursive: true });
  const since = new Date(now.getTime() - hours * 3_600_000);
  const timeline = await timelineOf(urlOf("audit"), since);
  writeFileSync(join(out, "linea-de-tiempo.csv"), `\ufeff${timeline.csv}`);

  const revoked = await revokeEntries(urlOf("identity"));
  await tellTheRecord(urlOf("routing"), {
    by: operatorId(),
    rows,
    logins: revoked.logins,
    rotated: options.rotate,
  });
  const draft = alertDraft({
    knownAt: knownAt.toISOString(),
    frozenAt: now.toISOString(),
    since: since.toISOString(),
    timeline,
    revoked,
    rotated: options.rotate ? rotated : [],
  });
  writeFileSync(join(out, "alerta-temprana.md"), draft);
  const manifest = await sealEvidence(out, signingKey(secrets.checkpointKey), now.toISOString());
  if (options.rotate) rotateSecrets(folders.secrets, secrets);
  return { files: manifest.files.length, rows, entries: timeline.entries, revoked, rotated: options.rotate };
}

/** Supervisors see it at once and it stays on the record; when the services are down, as soon as they are back. */
async function tellTheRecord(
  routingUrl: string,
  detail: { by: string; rows: number; logins: number; rotated: boolean },
): Promise<void> {
  const db = openDatabase<MessagingTables>({ url: routingUrl, name: "incident", poolSize: 1 });
  try {
    const told = AlertRaised.create({
      id: randomUUID(),
      source: "executive-routing",
      occurredAt: new Date().toISOString(),
      actor: { kind: "service", name: "executive-routing" },
      data: { code: "incident-frozen", severity: "critical", detail },
    });
    await db.transaction().execute((tx) => appendEvents(tx, [told]));
  } finally {
    await db.destroy();
  }
}

function addressOf(port: number, secrets: Secrets, database: string): string {
  const role = owners[database] ?? "identity";
  return `postgres://${role}:${secrets.postgres[role]}@127.0.0.1:${port}/${database}`;
}
