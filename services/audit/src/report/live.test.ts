import { describe, expect, test } from "vitest";
import { reconciliation } from "./live.ts";

const limits = { queueMs: 5_000, seenMs: { imminent: 60_000, unassessed: 120_000, support: 600_000 } };
const accepted = (messageId: string, at = 0) => ({ kind: "accepted", messageId, at, index: 7 }) as const;
const codes = (late: readonly { code: string }[]) => late.map(({ code }) => code);

describe("an accepted message", () => {
  test("that is on no timeline after five seconds is told of, once", () => {
    const { notice, overdue } = reconciliation(limits);
    notice(accepted("a"));
    expect(overdue(4_999)).toEqual([]);
    expect(overdue(5_000)).toMatchObject([
      { code: "message-not-queued", messageId: "a", index: 7, since: 5_000 },
    ]);
    expect(overdue(6_000)).toEqual([]);
  });

  test("that nobody has assessed waits no longer than one of high risk", () => {
    const { notice, overdue } = reconciliation(limits);
    notice(accepted("a"));
    notice({ kind: "queued", messageId: "a", sessionId: "s" });
    expect(overdue(119_999)).toEqual([]);
    expect(codes(overdue(120_000))).toEqual(["message-not-seen"]);
  });

  test("has the time of its session's tier, also when that rises afterwards", () => {
    const { notice, overdue } = reconciliation(limits);
    notice(accepted("a"));
    notice({ kind: "queued", messageId: "a", sessionId: "s" });
    notice({ kind: "tier", sessionId: "s", to: "support" });
    expect(overdue(599_999)).toEqual([]);
    notice({ kind: "tier", sessionId: "s", to: "imminent" });
    expect(overdue(599_999)).toMatchObject([{ code: "message-not-seen", tier: "imminent", since: 60_000 }]);
  });

  test("that was seen is left alone, whatever comes first", () => {
    const { notice, overdue, waiting } = reconciliation(limits);
    notice({ kind: "queued", messageId: "a", sessionId: "s" });
    notice({ kind: "seen", messageId: "a" });
    notice(accepted("a"));
    notice(accepted("b"));
    notice({ kind: "seen", messageId: "b" });
    expect(overdue(1e9)).toEqual([]);
    expect(waiting()).toBe(0);
  });

  test("in a tier without a limit raises no alarm, nor does one of a closed session", () => {
    const { notice, overdue } = reconciliation(limits);
    notice(accepted("a"));
    notice({ kind: "queued", messageId: "a", sessionId: "s" });
    notice({ kind: "tier", sessionId: "s", to: "unrelated" });
    expect(overdue(1e9)).toEqual([]);
    notice(accepted("b"));
    notice({ kind: "queued", messageId: "b", sessionId: "t" });
    notice({ kind: "closed", sessionId: "t" });
    expect(overdue(1e9)).toEqual([]);
  });
});
