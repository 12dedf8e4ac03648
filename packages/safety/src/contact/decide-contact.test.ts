import { type OutgoingContent, SafeContactPlan, weekdays } from "@liss/contracts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Contact, decideContact, liveMs } from "./decide-contact.ts";
import { isWithin, onTheClock } from "./hours.ts";

const plan = (given: Partial<SafeContactPlan> = {}) => SafeContactPlan.parse(given);
const now = "2026-11-30T15:00:00.000Z"; // Monday 12:00 in Chile
const ago = (minutes: number) => new Date(Date.parse(now) - minutes * 60_000).toISOString();
const contact = (given: Partial<Contact> = {}): Contact => ({
  now,
  kind: "text",
  author: "executive",
  lastInboundAt: ago(5),
  ...given,
});
const refusals = (given: SafeContactPlan, about: Contact) => {
  const decision = decideContact(given, about);
  return decision.allowed ? [] : decision.refusals;
};
const mornings = [{ days: ["mon" as const, "tue" as const], from: "09:00", to: "13:00" }];

describe("who was never asked", () => {
  test("is answered, and never written to first", () => {
    expect(refusals(plan(), contact())).toEqual([]);
    expect(refusals(plan(), contact({ lastInboundAt: null }))).toEqual(["would-write-first"]);
    expect(refusals(plan(), contact({ lastInboundAt: ago(25 * 60) }))).toEqual(["would-write-first"]);
  });
  test("gets no notices, templates or files", () => {
    expect(refusals(plan(), contact({ author: "system", lastInboundAt: ago(20) }))).toContain("no-notices");
    expect(refusals(plan(), contact({ author: "system" }))).toEqual([]);
    expect(refusals(plan(), contact({ kind: "template" }))).toContain("no-notices");
    expect(refusals(plan(), contact({ kind: "voice" }))).toContain("no-media");
  });
});

describe("who gave hours", () => {
  const first = plan({ writing: "first", hours: mornings });
  test("is written to within them", () => {
    expect(refusals(first, contact({ lastInboundAt: null }))).toEqual([]);
    expect(refusals(first, contact({ lastInboundAt: null, now: "2026-11-30T16:00:00.000Z" }))).toEqual([
      "outside-hours",
    ]);
  });
  test("is answered at any hour while she writes herself", () => {
    const night = "2026-11-30T05:00:00.000Z";
    expect(refusals(first, contact({ now: night, lastInboundAt: "2026-11-30T04:50:00.000Z" }))).toEqual([]);
    expect(refusals(first, contact({ now: night, lastInboundAt: "2026-11-30T04:00:00.000Z" }))).toEqual([
      "outside-hours",
    ]);
  });
  test("and wants no answer later than a minute, gets none outside of them although she may still hold the phone", () => {
    const brief = plan({ writing: "first", hours: mornings, answerWithinMinutes: 1 });
    const night = "2026-11-30T05:00:00.000Z";
    expect(refusals(brief, contact({ now: night, lastInboundAt: "2026-11-30T04:59:30.000Z" }))).toEqual([]);
    expect(refusals(brief, contact({ now: night, lastInboundAt: "2026-11-30T04:58:59.000Z" }))).toEqual([
      "outside-hours",
    ]);
  });
  test("and may be written to, but said no hours, is not", () => {
    expect(refusals(plan({ writing: "first" }), contact({ lastInboundAt: null }))).toEqual([
      "no-hours-agreed",
    ]);
  });
});

test("after her exit word nothing goes until she writes again", () => {
  expect(refusals(plan(), contact({ lastInboundAt: ago(5), goodbyeAt: ago(5) }))).toEqual([
    "she-said-goodbye",
  ]);
  expect(refusals(plan(), contact({ lastInboundAt: ago(5), goodbyeAt: ago(9) }))).toEqual([]);
});

test("on a phone that others read only a person writes", () => {
  const shared = plan({ readBy: "others", mayReceiveMedia: true });
  expect(refusals(shared, contact())).toEqual([]);
  expect(refusals(shared, contact({ author: "robot" }))).toEqual(["phone-read-by-others"]);
  expect(refusals(shared, contact({ kind: "image" }))).toEqual(["no-media-on-a-shared-phone"]);
});

test("a template in another language than hers is refused", () => {
  const haitian = plan({ language: "ht", mayReceiveNotices: true });
  expect(refusals(haitian, contact({ kind: "template", language: "es_CL" }))).toEqual(["another-language"]);
});

test("the clock is Chile's, in winter and in summer", () => {
  expect(onTheClock("2026-07-01T12:00:00.000Z")).toEqual({ day: "wed", time: "08:00" });
  expect(onTheClock("2026-12-01T02:30:00.000Z")).toEqual({ day: "mon", time: "23:30" });
});

describe("nothing outside of the plan passes", () => {
  const clock = fc
    .integer({ min: 0, max: 23 * 60 + 59 })
    .map((at) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`);
  const hours = fc
    .record({ days: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }), from: clock, to: clock })
    .filter(({ from, to }) => from < to);
  const plans = fc
    .record({
      writing: fc.constantFrom("never" as const, "answer" as const, "first" as const),
      hours: fc.array(hours, { maxLength: 3 }),
      answerWithinMinutes: fc.integer({ min: 1, max: 1440 }),
      readBy: fc.constantFrom("unknown" as const, "only-her" as const, "others" as const),
      mayReceiveMedia: fc.boolean(),
      mayReceiveNotices: fc.boolean(),
    })
    .map((given) => SafeContactPlan.parse(given));
  const moment = fc.integer({ min: Date.parse("2026-01-01"), max: Date.parse("2027-01-01") });
  const kinds: OutgoingContent["kind"][] = [
    "text",
    "buttons",
    "list",
    "template",
    "reaction",
    "image",
    "audio",
    "voice",
    "document",
  ];
  const contacts = fc
    .record({
      at: moment,
      since: fc.option(fc.integer({ min: 0, max: 3 * 24 * 3_600_000 })),
      goodbye: fc.option(fc.integer({ min: 0, max: 3 * 24 * 3_600_000 })),
      kind: fc.constantFrom(...kinds),
      author: fc.constantFrom("executive" as const, "robot" as const, "system" as const),
    })
    .map(
      ({ at, since, goodbye, kind, author }): Contact => ({
        now: new Date(at).toISOString(),
        kind,
        author,
        lastInboundAt: since === null ? null : new Date(at - since).toISOString(),
        goodbyeAt: goodbye === null ? null : new Date(at - goodbye).toISOString(),
      }),
    );

  test("whatever the plan, the hour, the kind and the author", () => {
    fc.assert(
      fc.property(plans, contacts, (given, about) => {
        const { lastInboundAt, kind, author } = about;
        if (!decideContact(given, about).allowed) return;
        const since =
          lastInboundAt === null
            ? Number.POSITIVE_INFINITY
            : Date.parse(about.now) - Date.parse(lastInboundAt);
        expect(given.writing).not.toBe("never");
        if (given.writing === "answer") expect(since).toBeLessThanOrEqual(given.answerWithinMinutes * 60_000);
        if (since > given.answerWithinMinutes * 60_000) expect(isWithin(given.hours, about.now)).toBe(true);
        if (given.hours.length > 0 && since > liveMs) expect(isWithin(given.hours, about.now)).toBe(true);
        if (about.goodbyeAt) expect(lastInboundAt !== null && lastInboundAt > about.goodbyeAt).toBe(true);
        if (kind === "template" || (author === "system" && since > liveMs))
          expect(given.mayReceiveNotices).toBe(true);
        if (["image", "audio", "voice", "document"].includes(kind)) {
          expect(given.mayReceiveMedia && given.readBy !== "others").toBe(true);
        }
        if (given.readBy === "others") expect(author).toBe("executive");
      }),
      { numRuns: 20_000 },
    );
  });
});
