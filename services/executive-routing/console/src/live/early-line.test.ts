import { expect, test, vi } from "vitest";
import { createEarlyLine } from "./early-line.ts";

/** As much of a browser's socket as the line looks at. */
function lines() {
  const dialled: { readyState: number; close: () => void }[] = [];
  const open = () => {
    const one = {
      readyState: WebSocket.CONNECTING as number,
      close: () => {
        one.readyState = WebSocket.CLOSED;
      },
    };
    dialled.push(one);
    return one as unknown as WebSocket;
  };
  return { dialled, line: createEarlyLine(open) };
}

test("what was dialled is taken up once; whoever needs another line dials it", () => {
  const { dialled, line } = lines();
  line.dial();
  line.dial();
  expect(dialled).toHaveLength(1);
  expect(line.take()).toBe(dialled[0]);
  expect(line.take()).toBe(dialled[1]);
});

test("a line that fell meanwhile is not taken up", () => {
  const { dialled, line } = lines();
  line.dial();
  dialled[0]?.close();
  expect(line.take()).toBe(dialled[1]);
});

test("a line that nobody takes up is put down", () => {
  vi.useFakeTimers();
  try {
    const { dialled, line } = lines();
    line.dial();
    vi.advanceTimersByTime(10_001);
    expect(dialled[0]?.readyState).toBe(WebSocket.CLOSED);
    expect(line.take()).toBe(dialled[1]);
  } finally {
    vi.useRealTimers();
  }
});
