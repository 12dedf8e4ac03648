import type { Envelope, EventContract } from "./event.ts";
import * as announcements from "./events/announcements.ts";
import * as attention from "./events/attention.ts";
import * as bot from "./events/bot.ts";
import * as aCase from "./events/case.ts";
import * as channel from "./events/channel.ts";
import * as codeWords from "./events/code-words.ts";
import * as deskWork from "./events/desk-work.ts";
import * as emergency from "./events/emergency.ts";
import * as keeping from "./events/keeping.ts";
import * as people from "./events/people.ts";
import * as record from "./events/record.ts";
import * as rights from "./events/rights.ts";
import * as routing from "./events/routing.ts";
import * as safeContact from "./events/safe-contact.ts";
import * as shift from "./events/shift.ts";
import * as triage from "./events/triage.ts";
import type { ServiceName } from "./values.ts";

const isContract = (value: unknown): value is EventContract =>
  typeof value === "object" && value !== null && "subject" in value && "schema" in value && "create" in value;

/** Every event of Liss, by subject. */
export const catalogue: readonly EventContract[] = [
  channel,
  triage,
  routing,
  announcements,
  attention,
  aCase,
  codeWords,
  deskWork,
  emergency,
  keeping,
  rights,
  safeContact,
  shift,
  bot,
  people,
  record,
]
  .flatMap((domain) => Object.values(domain) as unknown[])
  .filter(isContract)
  // The order of a module's exports is the loader's; ours is the same everywhere.
  .sort((a, b) => (a.subject < b.subject ? -1 : 1));

const bySubject = new Map(catalogue.map((contract) => [contract.subject, contract]));

/** The contract published on a NATS subject, if Liss knows it. */
export function contractOf(subject: string): EventContract | undefined {
  return bySubject.get(subject);
}

/** Subjects that a service may publish. Source of the broker's permissions. */
export function subjectsPublishedBy(service: ServiceName): string[] {
  return catalogue
    .filter((contract) => contract.sources.includes(service))
    .map((contract) => contract.subject);
}

/** Subjects that a service acts on. The audit service hears everything. */
export function subjectsConsumedBy(service: ServiceName): string[] {
  if (service === "audit") return catalogue.map((contract) => contract.subject);
  return catalogue
    .filter((contract) => contract.consumers.includes(service))
    .map((contract) => contract.subject);
}

export type Parsed =
  | { ok: true; event: Envelope }
  | { ok: false; problem: "not-json" | "unknown-event" | "invalid" };

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads an event from its bytes. Never throws: what does not fit comes back as a problem, without its content. */
export function parseEnvelope(subject: string, bytes: Uint8Array): Parsed {
  const contract = contractOf(subject);
  if (!contract) return { ok: false, problem: "unknown-event" };
  let json: unknown;
  try {
    json = JSON.parse(utf8.decode(bytes));
  } catch {
    return { ok: false, problem: "not-json" };
  }
  const result = contract.schema.safeParse(json);
  return result.success ? { ok: true, event: result.data as Envelope } : { ok: false, problem: "invalid" };
}
