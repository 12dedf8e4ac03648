import { type MediaStore, storeMedia } from "@liss/media";
import type { Vault } from "@liss/vault";
import { remedyFor } from "../send/error-table.ts";
import type { GraphClient, MediaInfo } from "../send/graph-client.ts";
import type { Failure } from "../send/outcome.ts";
import { AddressGone, checked, download, type FileHosts, FileRefused, NotNow } from "./download.ts";
import { sha256Of } from "./hash.ts";
import type { FileOutcome, Job } from "./jobs.ts";

export type FetchTools = {
  graph: GraphClient;
  store: MediaStore;
  vault: Vault;
  accessToken: string;
  hosts: FileHosts;
  maxBytes: number;
  now: () => Date;
};

export const fetchLimits = {
  /** WhatsApp keeps a file of hers for so long. Source: whatsapp-cloud-api.md §4. */
  keptMs: 7 * 86_400_000,
  /** An executive does not wait longer for a picture; what follows would be a surprise. */
  patienceMs: 24 * 3_600_000,
  firstMs: 1_000,
  longestMs: 10 * 60_000,
  /** WhatsApp says that it knows no such file: said so often, it is true. */
  unknownTimes: 4,
  /** New addresses within one attempt, when one is gone before it was used. */
  addresses: 3,
  /** A file that came broken may come whole. */
  brokenTimes: 2,
} as const;

/** What became of one attempt: the end of the matter, or how long to wait. */
export type Fetched = FileOutcome | { state: "later"; afterMs: number };

/** Fetches one file of hers into the object store. Only faults of our own (Postgres, the broker) are thrown. */
export async function fetchFile(job: Job, tools: FetchTools): Promise<Fetched> {
  const age = tools.now().getTime() - job.received_at.getTime();
  if (age > fetchLimits.keptMs) return failed("expired");
  if (age > fetchLimits.patienceMs) return failed("given-up");
  // WhatsApp announced it and at once said that it cannot be had: too large, or lost on its way.
  if (job.media_id === null || job.refused_code !== null) return failed("not-downloadable");
  try {
    return await fetched(job, job.media_id, tools);
  } catch (error) {
    if (error instanceof NotNow || error instanceof AddressGone) return later(job);
    if (!(error instanceof FileRefused)) throw error;
    const mayBeWhole = error.reason === "wrong-hash" && job.attempts < fetchLimits.brokenTimes;
    return mayBeWhole ? later(job) : failed(error.reason);
  }
}

async function fetched(job: Job, mediaId: string, tools: FetchTools): Promise<Fetched> {
  const { graph, maxBytes } = tools;
  for (let address = 1; ; address += 1) {
    const answer = await graph.mediaInfo(mediaId);
    if (answer.kind !== "ok") return notGiven(answer, job);
    if ((answer.value.bytes ?? 0) > maxBytes) return failed("too-large");
    try {
      return await stored(job, answer.value, tools);
    } catch (error) {
      if (!(error instanceof AddressGone) || address === fetchLimits.addresses) throw error;
    }
  }
}

async function stored(job: Job, info: MediaInfo, tools: FetchTools): Promise<FileOutcome> {
  const { object, message_id: messageId, contact_id: contactId, session_id: sessionId } = job;
  const source = await download(info.url, tools);
  const sha256 = job.sha256 ?? sha256Of(info.sha256);
  const file = checked(source, { sha256, claimed: job.mime_type });
  const { keyId, bytes } = await storeMedia(tools, { object, messageId, contactId, sessionId }, file.bytes);
  return { state: "stored", object, keyId, mimeType: file.mimeType(), bytes };
}

function notGiven(answer: Failure, job: Job): Fetched {
  const unknown =
    answer.kind === "refused" && (answer.status === 404 || remedyFor(answer.code) === "our-fault");
  if (unknown && job.attempts >= fetchLimits.unknownTimes) return failed("not-downloadable");
  return later(job, "retryAfterMs" in answer ? answer.retryAfterMs : undefined);
}

function later({ attempts }: Job, askedMs = 0): Fetched {
  const { firstMs, longestMs } = fetchLimits;
  return {
    state: "later",
    afterMs: Math.max(askedMs, Math.min(longestMs, firstMs * 2 ** (attempts - 1))),
  };
}

function failed(reason: Extract<FileOutcome, { state: "failed" }>["reason"]): FileOutcome {
  return { state: "failed", reason };
}
