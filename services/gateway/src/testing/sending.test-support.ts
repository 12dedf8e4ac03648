import { setTimeout as sleep } from "node:timers/promises";
import type { MediaStore } from "@liss/media";
import type { Loop } from "../loop.ts";
import { startDispatcher } from "../send/dispatcher.ts";
import { graphClient } from "../send/graph-client.ts";
import { createPacer, type PacingLimits, pacing } from "../send/pacing.ts";
import type { AllowedTemplate } from "../send/templates.ts";
import { type RequestMore, startBench } from "./bench.test-support.ts";
import { startMeta } from "./meta.test-support.ts";
import { phoneNumberId, textFrom } from "./payloads.test-support.ts";

/** The clock of the tests stands still, so the number's rate would never refill; it has tests of its own. */
const wide: PacingLimits = { capacity: 100_000, perSecond: 80 };

type DispatchMore = {
  timeoutMs?: number;
  number?: PacingLimits;
  templates?: readonly AllowedTemplate[];
  store?: MediaStore;
  graphUrl?: string;
};

const noFiles: MediaStore = {
  put: () => Promise.reject(new Error("no files here")),
  get: () => Promise.reject(new Error("no files here")),
  remove: () => Promise.resolve(false),
};

/** The dispatcher between a real database and a Meta that does as told. */
export async function startSendingBench() {
  const bench = await startBench();
  let meta = await startMeta();
  let running: Loop[] = [];
  let people = 0;

  const stateOf = async (id: string) => (await bench.stateOf(id)).state;

  return {
    bench,
    get meta() {
      return meta;
    },
    graph: (timeoutMs = 2_000, url = meta.url) =>
      graphClient({ url, version: "v25.0", phoneNumberId, accessToken: "t", timeoutMs }),
    /** One more replica. */
    dispatch(more: DispatchMore = {}): Loop {
      const limits = { number: more.number ?? wide, pair: pacing.pair };
      const loop = startDispatcher({
        ...bench,
        graph: this.graph(more.timeoutMs, more.graphUrl),
        store: more.store ?? noFiles,
        templates: more.templates ?? [],
        pacer: createPacer({ db: bench.db, phoneNumberId, limits }),
        abandonedAfterMs: 4_000,
        random: () => 0,
      });
      running.push(loop);
      return loop;
    },
    /** Somebody new, who has just written. */
    async contact(): Promise<string> {
      people += 1;
      await bench.receive(textFrom({ phone: `569000030${String(people).padStart(2, "0")}` }, "hola"));
      const created = await bench.events("channel.contact-created");
      const contactId = created.at(-1)?.contactId;
      if (!contactId) throw new Error("nobody was created");
      return contactId;
    },
    say: (contactId: string, text: string, more: RequestMore = {}) =>
      bench.request(contactId, { kind: "text", text }, more),
    stateOf,
    async becomes(id: string, state: string): Promise<void> {
      const until = Date.now() + 30_000;
      for (;;) {
        const now = await stateOf(id);
        if (now === state) return;
        if (Date.now() > until) throw new Error(`it is ${now} instead of ${state}`);
        await sleep(20);
      }
    },
    textsPosted: () => meta.posts.map(({ body }) => (body.text as { body: string }).body),
    async alerts(): Promise<string[]> {
      const raised = await bench.events("operations.alert-raised");
      return raised.map(({ data }) => (data as { code: string }).code);
    },
    /** Nobody sends any more, nothing waits, and Meta has forgotten everything. */
    async reset(): Promise<void> {
      await Promise.all(running.map((loop) => loop.stop()));
      running = [];
      await meta.stop();
      meta = await startMeta();
      await bench.clear();
      bench.clock.set("2026-11-23T21:00:00.000Z");
    },
    async stop(): Promise<void> {
      await Promise.all(running.map((loop) => loop.stop()));
      await meta.stop();
      await bench.stop();
    },
  };
}

export type SendingBench = Awaited<ReturnType<typeof startSendingBench>>;
