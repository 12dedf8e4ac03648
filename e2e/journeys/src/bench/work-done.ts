import type { Browser, CDPSession } from "playwright-core";
import { interactive, type Watched, watchPage } from "./watch-page.ts";

type TraceEvent = { name: string; pid: number; tid: number; ts: number; tdur?: number };
type Server = { url: string; interactive: () => Promise<void> };

/**
 * Loads the desk in a page that no tool looks into: whoever listens to a page's console or requests makes it read its
 * script a second time, for the lines of errors that nobody throws. Returns when it could be used (ms) and the
 * processor time that its main thread spent until then (ms), which unlike the clock on the wall hardly changes when
 * others use the machine, so that two builds can be compared anywhere.
 */
export async function loadAlone(
  browser: Browser,
  server: Server,
  slowdown: number,
): Promise<{ interactiveMs: number; workMs: number }> {
  const root = await browser.newBrowserCDPSession();
  const { browserContextId } = await root.send("Target.createBrowserContext");
  const { targetId } = await root.send("Target.createTarget", {
    url: "about:blank",
    browserContextId,
    width: 1366,
    height: 768,
  });
  const { sessionId } = await root.send("Target.attachToTarget", { targetId, flatten: false });
  const page = talkTo(root, sessionId);
  try {
    await page("Page.enable");
    await page("Page.addScriptToEvaluateOnNewDocument", {
      source: `(${watchPage})(${JSON.stringify(interactive)})`,
    });
    await page("Emulation.setDeviceMetricsOverride", {
      width: 1366,
      height: 768,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await page("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-reduced-motion", value: "reduce" }],
    });
    await page("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const trace = await traced(root, async () => {
      const usable = server.interactive();
      await page("Page.navigate", { url: server.url });
      await usable;
    });
    const watched = await page<{ result: { value: Watched } }>("Runtime.evaluate", {
      expression: "globalThis.watched",
      returnByValue: true,
    });
    return { interactiveMs: watched.result.value.interactiveAt ?? Number.NaN, workMs: workIn(trace) };
  } finally {
    await root.send("Target.disposeBrowserContext", { browserContextId });
    await root.detach();
  }
}

/** Orders to one page through the browser's own line, so that nothing else is switched on in it. */
function talkTo(root: CDPSession, sessionId: string) {
  let last = 0;
  const awaited = new Map<number, (answer: { result?: unknown; error?: { message: string } }) => void>();
  root.on("Target.receivedMessageFromTarget", (event) => {
    if (event.sessionId !== sessionId) return;
    const answer = JSON.parse(event.message) as {
      id?: number;
      result?: unknown;
      error?: { message: string };
    };
    if (answer.id !== undefined) awaited.get(answer.id)?.(answer);
  });
  return async <Answer>(method: string, params: object = {}): Promise<Answer> => {
    last += 1;
    const id = last;
    const answered = new Promise<Answer>((resolve, reject) =>
      awaited.set(id, ({ result, error }) =>
        error ? reject(new Error(error.message)) : resolve(result as Answer),
      ),
    );
    await root.send("Target.sendMessageToTarget", {
      sessionId,
      message: JSON.stringify({ id, method, params }),
    });
    return answered;
  };
}

async function traced(root: CDPSession, act: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  root.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => root.once("Tracing.tracingComplete", () => resolve()));
  const includedCategories = [
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "toplevel",
    "blink.user_timing",
  ];
  await root.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories } });
  await act();
  await root.send("Tracing.end");
  await complete;
  return events;
}

/** What the page's main thread did from its first request until it said that it can be used. */
function workIn(events: readonly TraceEvent[]): number {
  const end = events.find(({ name }) => name === interactive.mark);
  if (!end) return Number.NaN;
  const start = events.find(({ name, pid }) => name === "ResourceSendRequest" && pid === end.pid)?.ts ?? 0;
  const tasks = events.filter(
    ({ name, pid, tid, ts }) =>
      name === "RunTask" && pid === end.pid && tid === end.tid && ts >= start && ts < end.ts,
  );
  return tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1_000;
}
