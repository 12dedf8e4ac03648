/**
 * A bundle is a `tar.gz` that proves a stretch of the log by itself. In this order:
 *   LEEME.txt, manifest.json, keys.txt and witnesses.txt (C2SP verifier keys: of the log, and of the
 *   witnesses that saw its checkpoints), checkpoints.jsonl ({size, note, frontier, cosignatures}),
 *   then for each part of 4,096 places `hashes/<part>.bin` (32 bytes a place, zeroes where nothing is known) and
 *   `entries/<part>.jsonl` (the entries, byte for byte, each followed by a newline),
 *   and at the end report.json.
 * It is compressed as one gzip member for each part (`members.ts`), so that parts can be opened at the same time; one that
 * was compressed otherwise is as good, and slower to verify.
 */
export const BUNDLE_FORMAT = "liss.bundle/1";

/** Places per part: some 3 MB, which whoever writes or reads holds in memory at a time. */
export const PART = 4_096;

export type Manifest = {
  format: typeof BUNDLE_FORMAT;
  /** Name of the log, and of its keys. */
  origin: string;
  createdAt: string;
  /** The period that was asked for, and the time before and after that it was read with. */
  period: { from: string; to: string; marginMs: number };
  /** Places `first` (included) to `end` (excluded): whole spans between checkpoints. */
  first: number;
  end: number;
};

/** A line of checkpoints.jsonl; hashes in base64; what witnesses signed as C2SP signature lines, if any did. */
export type CheckpointLine = { size: number; note: string; frontier: string; cosignatures?: string[] };

export const partName = (first: number) => String(Math.floor(first / PART)).padStart(9, "0");

export const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
