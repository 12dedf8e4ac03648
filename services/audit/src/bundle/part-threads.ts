import { fileURLToPath } from "node:url";
import { parentPort, Worker, workerData } from "node:worker_threads";
import { BrokenBundle } from "./broken.ts";
import { ownMemory } from "./memory.ts";
import { type OpenedMember, openPart } from "./open-part.ts";

/** Tells a thread of ours from any other in which this file may be read. */
const MARK = "liss-bundle-part";

type Order = { mark: typeof MARK; withText: boolean };
/** From one thread to the other: bytes move, nothing is copied. */
type Answer = { opened: OpenedMember } | { broken: string };

/** Threads that open members of a bundle, each one at a time. They are this same file, also when all is one file. */
export function partThreads(count: number, withText: boolean) {
  type Job = {
    member: Buffer<ArrayBuffer>;
    done: (answer: Answer) => void;
    failed: (error: Error) => void;
  };
  const waiting: Job[] = [];
  const busy = new Map<Worker, Job>();
  let failure: Error | undefined;
  const all = Array.from({ length: count }, start);
  const idle = [...all];

  function start(): Worker {
    const order: Order = { mark: MARK, withText };
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: order });
    worker.on("message", (answer: Answer) => {
      busy.get(worker)?.done(answer);
      busy.delete(worker);
      idle.push(worker);
      next();
    });
    // One that could not even begin would be waited for for ever: whatever happens to one, happens to all.
    worker.on("error", (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
      for (const { failed } of [...busy.values(), ...waiting.splice(0)]) failed(failure);
    });
    return worker;
  }

  function next(): void {
    const worker = waiting.length > 0 ? idle.pop() : undefined;
    const job = worker && waiting.shift();
    if (!worker || !job) return;
    busy.set(worker, job);
    worker.postMessage(job.member, [job.member.buffer]);
    next();
  }

  return {
    /** @throws BrokenBundle when it is damaged */
    async open(member: Buffer<ArrayBuffer>): Promise<OpenedMember> {
      if (failure) throw failure;
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.push({ member, done: resolve, failed: reject });
      next();
      const answer = await promise;
      if ("broken" in answer) throw new BrokenBundle(answer.broken);
      const files = answer.opened.files.map((file) => ({ ...file, body: asBuffer(file.body) }));
      return { ...answer.opened, files };
    },
    stop: () => Promise.all(all.map((worker) => worker.terminate())),
  };
}

/** On the way a Buffer becomes a plain array of bytes. */
const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function answerTo(member: Uint8Array, { withText }: Order): Answer {
  try {
    return { opened: openPart(asBuffer(member), withText) };
  } catch (error) {
    if (error instanceof BrokenBundle) return { broken: error.message };
    throw error;
  }
}

function bytesIn(answer: Answer): Uint8Array[] {
  if ("broken" in answer) return [];
  return answer.opened.files.flatMap(({ body, sound }) => (sound ? [body, sound.leaves] : [body]));
}

const order: Order | null = workerData?.mark === MARK ? workerData : null;
if (order) {
  parentPort?.on("message", (member: Uint8Array) => {
    const answer = answerTo(member, order);
    parentPort?.postMessage(answer, ownMemory(bytesIn(answer)));
  });
}
