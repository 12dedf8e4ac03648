import type { Page } from "playwright-core";

type TraceEvent = { name: string; pid: number; tid: number; ts: number; tdur?: number };
const mark = "bench:interactive";

/**
 * The processor time that the page's main thread spent until it was interactive (ms). Unlike the clock on the wall it
 * hardly changes when others use the machine, so that two builds can be compared anywhere. `load` opens the page and
 * returns when it is interactive.
 */
export async function workUntilInteractive(page: Page, load: () => Promise<void>): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const complete = new Promise<void>((resolve) => session.once("Tracing.tracingComplete", () => resolve()));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      includedCategories: [
        "devtools.timeline",
        "disabled-by-default-devtools.timeline",
        "toplevel",
        "blink.user_timing",
      ],
    },
  });
  await load();
  await page.evaluate((name) => performance.mark(name), mark);
  await session.send("Tracing.end");
  await complete;
  const end = events.find(({ name }) => name === mark);
  if (!end) return Number.NaN;
  const start = events.find(({ name }) => name === "ResourceSendRequest")?.ts ?? 0;
  const tasks = events.filter(
    ({ name, pid, tid, ts }) =>
      name === "RunTask" && pid === end.pid && tid === end.tid && ts >= start && ts < end.ts,
  );
  return tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1_000;
}
