import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/** Runs the fixture, sends the signals and waits for its end. */
async function stopped(way: string, signals: NodeJS.Signals[]) {
  const child = fork(fileURLToPath(new URL("./fixtures/stopping.ts", import.meta.url)), [way], {
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const output: string[] = [];
  const closed = once(child, "close");
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk) => void output.push(String(chunk)));
  await once(child, "message");
  const started = Date.now();
  for (const signal of signals) {
    child.kill(signal);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const [code] = (await closed) as [number | null];
  return { code, output: output.join(""), took: Date.now() - started };
}

describe("stopping", () => {
  test.each(["SIGTERM", "SIGINT"] as const)("%s runs the steps in order and exits with 0", async (signal) => {
    const { code, output } = await stopped("clean", [signal]);
    expect(code).toBe(0);
    expect(output).toMatch(/first[\s\S]*second/);
  });

  test("a failing step does not keep the next from running, and exits with 1", async () => {
    const { code, output } = await stopped("failing", ["SIGTERM"]);
    expect(code).toBe(1);
    expect(output).toContain("second");
  });

  test("a second signal leaves at once", async () => {
    const { code, took } = await stopped("hanging", ["SIGTERM", "SIGTERM"]);
    expect(code).toBe(1);
    expect(took).toBeLessThan(5_000);
  });

  test("a step that hangs is left behind after ten seconds", async () => {
    const { code, took, output } = await stopped("hanging", ["SIGTERM"]);
    expect(code).toBe(1);
    expect(took).toBeGreaterThan(9_500);
    expect(took).toBeLessThan(15_000);
    expect(output).toContain("took too long");
  });

  test("a crash is logged without what the error carries, and exits with 1", async () => {
    const { code, output } = await stopped("crashing", []);
    expect(code).toBe(1);
    expect(output).toContain('"msg":"crashed"');
    expect(output).not.toContain("miedo");
  });
});
