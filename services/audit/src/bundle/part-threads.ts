import { setImmediate as turn } from "node:timers/promises";
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

/** Members that a thread has at a time: the next is there already when it has opened one. */
const IN_HAND = 2;

/**
 * Threads that open members of a bundle beside the caller's own, which does so too while it waits for them. They are this
 * same file, also when all is one file.
 */
export function partThreads(count: number, withText: boolean) {
  type Job = {
    member: Buffer<ArrayBuffer>;
    done: (answer: Answer) => void;
    failed: (error: Error) => void;
  };
  type Thread = { worker: Worker; inHand: Job[] };
  const order: Order = { mark: MARK, withText };
  const waiting: Job[] = [];
  let failure: Error | undefined;
  const threads = Array.from({ length: count }, start);

  function start(): Thread {
    const thread: Thread = {
      worker: new Worker(fileURLToPath(import.meta.url), { workerData: order }),
      inHand: [],
    };
    thread.worker.on("message", (answer: Answer) => {
      thread.inHand.shift()?.done(answer);
      handOut();
    });
    // One that could not even begin would be waited for for ever: whatever happens to one, happens to all.
    thread.worker.on("error", (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
      const all = [...threads.flatMap(({ inHand }) => inHand), ...waiting.splice(0)];
      for (const { failed } of all) failed(failure);
    });
    return thread;
  }

  function handOut(): void {
    for (let most = 1; most <= IN_HAND; most += 1) {
      for (const { worker, inHand } of threads) {
        const job = inHand.length < most ? waiting.shift() : undefined;
        if (!job) continue;
        inHand.push(job);
        worker.postMessage(job.member, [job.member.buffer]);
      }
    }
  }

  return {
    /** @throws BrokenBundle when it is damaged */
    async open(member: Buffer<ArrayBuffer>): Promise<OpenedMember> {
      if (failure) throw failure;
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.push({ member, done: resolve, failed: reject });
      handOut();
      const answer = await promise;
      if ("broken" in answer) throw new BrokenBundle(answer.broken);
      const files = answer.opened.files.map((file) => ({ ...file, body: asBuffer(file.body) }));
      return { ...answer.opened, files };
    },
    /** Waits for what is being opened, and meanwhile opens in this thread what no other has begun. */
    async waitFor<Opened>(opening: Promise<Opened>): Promise<Opened> {
      let isOver = false;
      const over = () => {
        isOver = true;
      };
      opening.then(over, over);
      for (;;) {
        await turn(); // in which the other threads are heard
        const job = isOver ? undefined : waiting.shift();
        if (!job) return opening;
        job.done(answerTo(job.member, order));
      }
    },
    stop: () => Promise.all(threads.map(({ worker }) => worker.terminate())),
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
