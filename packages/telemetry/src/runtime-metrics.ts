import { monitorEventLoopDelay } from "node:perf_hooks";
import { meter } from "./metrics.ts";

const nanosecondsPerSecond = 1e9;

/** Memory and event-loop delay of this process, read when /metrics is. */
export function watchRuntime(): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  meter()
    .createObservableGauge("liss.process.memory", {
      unit: "By",
      description: "Resident memory of the process",
    })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  meter()
    .createObservableGauge("liss.process.eventloop.delay.p99", {
      unit: "s",
      description: "99th percentile of the event loop's delay since the last scrape",
    })
    .addCallback((result) => {
      result.observe(delay.percentile(99) / nanosecondsPerSecond);
      delay.reset();
    });
}
