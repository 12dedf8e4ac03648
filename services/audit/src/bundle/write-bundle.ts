import { once } from "node:events";
import type { Writable } from "node:stream";
import type { LogSource } from "../ledger/log-source.ts";
import { concat, toBase64 } from "../proof/bytes.ts";
import { COSIGNATURE, encodeVerifierKey, type VerifierKey } from "../proof/note.ts";
import type { ReportFold } from "../report/fold.ts";
import { BUNDLE_FORMAT, type CheckpointLine, json, type Manifest, PART, partName } from "./format.ts";
import { gzipMember } from "./members.ts";
import { readme } from "./readme.ts";
import { tarEnd, tarFile } from "./tar.ts";

export type BundleOptions = {
  source: LogSource;
  stretch: { first: number; end: number };
  period: Manifest["period"];
  keys: readonly VerifierKey[];
  /** Whose cosignatures the bundle may have. */
  witnesses?: readonly VerifierKey[];
  origin: string;
  now: Date;
  out: Writable;
  report: ReportFold;
  /** The verifier as one file, to travel with what it verifies. */
  verifier?: Buffer | undefined;
  progress?: (done: number, of: number) => void;
  signal?: AbortSignal;
};

/** Parts that are compressed while others are read: as much memory more as they have. */
const AHEAD = 4;

/**
 * Writes a bundle while it is read, a part at a time: ten years need no more memory than a day.
 * @throws the signal's reason when it is cancelled; what was written by then is no bundle
 */
export async function writeBundle(options: BundleOptions): Promise<void> {
  const { source, stretch, period, keys, origin, now, out, report, progress, signal } = options;
  const { first, end } = stretch;
  const failed = new Promise<never>((_, reject) => {
    out.once("error", reject);
    // Nobody drains what nobody reads any more.
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  failed.catch(() => {});
  /** Compressed in other threads, some parts ahead of what has been written. */
  const ahead: Promise<Buffer>[] = [];
  async function writeOut(most: number): Promise<void> {
    while (ahead.length > most) {
      const member = await ahead[0];
      ahead.shift();
      if (!out.write(member)) await Promise.race([once(out, "drain"), failed]);
    }
  }
  async function put(content: readonly Buffer[]): Promise<void> {
    const member = gzipMember(Buffer.concat(content));
    member.catch(() => {}); // said when it is its turn
    ahead.push(member);
    await writeOut(AHEAD);
  }
  const write = (name: string, body: Buffer) => put(tarFile(name, body, now));

  const manifest: Manifest = {
    format: BUNDLE_FORMAT,
    origin,
    createdAt: now.toISOString(),
    period,
    first,
    end,
  };
  await write("LEEME.txt", Buffer.from(readme));
  if (options.verifier) await write("verificar.mjs", options.verifier);
  await write("manifest.json", json(manifest));
  await write("keys.txt", Buffer.from(keys.map((key) => `${encodeVerifierKey(key)}\n`).join("")));
  const witnesses = (options.witnesses ?? []).map((key) => `${encodeVerifierKey(key, COSIGNATURE)}\n`);
  if (witnesses.length > 0) await write("witnesses.txt", Buffer.from(witnesses.join("")));
  const milestones = await source.milestones(first, end);
  const lines = milestones.map(
    ({ size, note, frontier, cosignatures = [] }): CheckpointLine => ({
      size,
      note,
      frontier: toBase64(concat(...frontier)),
      ...(cosignatures.length > 0 && { cosignatures: [...cosignatures] }),
    }),
  );
  await write("checkpoints.jsonl", Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
  for await (const part of source.parts(first, end, PART)) {
    signal?.throwIfAborted();
    const name = partName(part.first - first);
    const entries = Buffer.concat(part.entries);
    report.takeLines(entries);
    await put([
      ...tarFile(`hashes/${name}.bin`, part.hashes, now),
      ...tarFile(`entries/${name}.jsonl`, entries, now),
    ]);
    progress?.(Math.min(part.first + PART, end) - first, end - first);
  }
  await write("report.json", json(report.end()));
  await put([tarEnd()]);
  await writeOut(0);
  out.end();
  await Promise.race([once(out, "finish"), failed]);
}
