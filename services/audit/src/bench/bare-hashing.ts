import { fileURLToPath } from "node:url";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { digest } from "../ledger/sha256.ts";
import { HASH_SIZE } from "../proof/hash.ts";

type Work = { entries: Uint8Array; ends: readonly number[]; count: number };
const MARK = "liss-bare-hashing";

/** Two hashes an entry by the quickest SHA-256 that Node has, of true entries in memory, and nothing else. */
function hashBare({ entries, ends, count }: Work): void {
  const node = Buffer.alloc(1 + 2 * HASH_SIZE, 1);
  for (let nth = 0; nth < count; nth += 1) {
    const place = nth % ends.length;
    node.write(digest(entries.subarray(ends[place - 1] ?? 0, ends[place])), 1, "latin1");
    digest(node);
  }
}

/** How long that takes for so many entries, `threads` sharing them; their start is not counted. */
export async function bareHashing(rows: readonly Uint8Array[], count: number, threads: number) {
  let length = 0;
  const ends = rows.map((row) => {
    length += row.length;
    return length;
  });
  const work: Work = { entries: Buffer.concat(rows), ends, count: Math.ceil(count / threads) };
  const workers = Array.from(
    { length: threads },
    () => new Worker(fileURLToPath(import.meta.url), { workerData: { mark: MARK, work } }),
  );
  const answers = () =>
    Promise.all(workers.map((worker) => new Promise((heard) => worker.once("message", heard))));
  await answers(); // they have warmed up
  const cpu = process.cpuUsage();
  const began = performance.now();
  for (const worker of workers) worker.postMessage("go");
  await answers();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { seconds, cpu: (user + system) / 1e6 };
}

if (workerData?.mark === MARK) {
  const work = workerData.work as Work;
  hashBare({ ...work, count: Math.min(work.count, 20_000) });
  parentPort?.once("message", () => {
    hashBare(work);
    parentPort?.postMessage("done");
  });
  parentPort?.postMessage("ready");
}
