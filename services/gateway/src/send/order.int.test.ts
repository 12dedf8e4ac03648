import { SendRequested } from "@liss/contracts";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { acceptance } from "../testing/meta.test-support.ts";
import { phoneNumberId } from "../testing/payloads.test-support.ts";
import { type SendingBench, startSendingBench } from "../testing/sending.test-support.ts";
import { recordRequest } from "./request.ts";

let sending: SendingBench;
beforeAll(async () => {
  sending = await startSendingBench();
});
afterEach(() => sending.reset());
afterAll(() => sending.stop());

type More = { id?: string; previous?: string; author?: "robot"; secondsAgo?: number };

/** A request as it comes from the broker, sealed. */
async function requested(contactId: string, text: string, more: More = {}): Promise<string> {
  const { bench } = sending;
  const messageId = more.id ?? uuidv7();
  const content = await bench.vault.seal(
    `contact:${contactId}`,
    `message:${messageId}`,
    JSON.stringify({ kind: "text", text }),
  );
  const at = new Date(bench.now().getTime() - (more.secondsAgo ?? 0) * 1_000).toISOString();
  const event = SendRequested.create({
    id: uuidv7(),
    source: "executive-routing",
    occurredAt: at,
    actor: { kind: "service", name: "executive-routing" },
    contactId,
    data: {
      messageId,
      kind: "text",
      content,
      author: more.author ?? "executive",
      requestedAt: at,
      previousMessageId: more.previous,
    },
  });
  await bench.db.transaction().execute((tx) =>
    recordRequest(tx, {
      event: event as never,
      contactId,
      tracking: bench.tracking,
      phoneNumberId,
      now: bench.now(),
    }),
  );
  return messageId;
}

/** The patience for stragglers is over. */
const rest = () => sending.bench.clock.advance(50);

describe("a message does not overtake the one before it", () => {
  test("when it became known first", async () => {
    const her = await sending.contact();
    const first = uuidv7();
    const second = await requested(her, "segundo", { previous: first });
    const third = await requested(her, "tercero", { previous: second });
    rest();
    sending.dispatch();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(sending.meta.posts).toHaveLength(0);
    await requested(her, "primero", { id: first });
    rest();
    await sending.becomes(third, "accepted");
    expect(sending.textsPosted()).toEqual(["primero", "segundo", "tercero"]);
  });

  test("whatever the clocks say of when they were requested", async () => {
    const her = await sending.contact();
    const first = await requested(her, "primero");
    const second = await requested(her, "segundo", { previous: first, secondsAgo: 30 });
    const third = await requested(her, "tercero", { previous: second, secondsAgo: 60 });
    rest();
    sending.dispatch();
    await sending.becomes(third, "accepted");
    expect(sending.textsPosted()).toEqual(["primero", "segundo", "tercero"]);
  });

  test("also when the chain is known from its end", async () => {
    const her = await sending.contact();
    const ids = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    for (const at of [3, 2, 1, 0]) {
      const more = { id: ids[at]!, secondsAgo: at, ...(at > 0 && { previous: ids[at - 1]! }) };
      await requested(her, `${at}`, more);
    }
    rest();
    sending.dispatch();
    await sending.becomes(ids[3]!, "accepted");
    expect(sending.textsPosted()).toEqual(["0", "1", "2", "3"]);
  });

  test("but is not held for ever by one that never comes", async () => {
    const her = await sending.contact();
    const orphan = await requested(her, "sigue sola", { previous: uuidv7() });
    rest();
    sending.dispatch();
    sending.bench.clock.advance(14_000);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await sending.stateOf(orphan)).toBe("queued");
    sending.bench.clock.advance(1_000);
    await sending.becomes(orphan, "accepted");
  });

  test("nor while WhatsApp may still be handing over one that it did not answer for", async () => {
    const her = await sending.contact();
    sending.meta.answerWith((post, count) => (count === 1 ? "hang" : acceptance(post)));
    const first = await requested(her, "sin respuesta");
    const second = await requested(her, "después", { previous: first });
    rest();
    sending.dispatch({ timeoutMs: 200 });
    await sending.becomes(first, "unknown");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await sending.stateOf(second)).toBe("queued");
    sending.bench.clock.advance(5_000);
    await sending.becomes(second, "accepted");
    expect(sending.textsPosted()).toEqual(["sin respuesta", "después"]);
  });

  test("and one that failed holds nobody up", async () => {
    const her = await sending.contact();
    const first = await requested(her, "x".repeat(4_097));
    const second = await requested(her, "después", { previous: first });
    rest();
    sending.dispatch();
    await sending.becomes(first, "failed");
    await sending.becomes(second, "accepted");
  });
});

describe("an executive's message goes before the robot's", () => {
  test("in the same conversation, unless it follows it", async () => {
    const her = await sending.contact();
    const robot = await requested(her, "robot", { author: "robot", secondsAgo: 2 });
    const follows = await requested(her, "sigue", { previous: robot });
    const free = await requested(her, "persona");
    rest();
    sending.dispatch();
    for (const id of [robot, follows, free]) await sending.becomes(id, "accepted");
    expect(sending.textsPosted()).toEqual(["persona", "robot", "sigue"]);
  });

  test("across conversations, and so does what the robot said before her", async () => {
    const women = [];
    for (let count = 0; count < 4; count += 1) women.push(await sending.contact());
    for (const [at, her] of women.entries()) {
      await requested(her, `robot ${at}`, { author: "robot", secondsAgo: 10 - at });
    }
    const last = await requested(women[3]!, "robot 3b", { author: "robot", secondsAgo: 5 });
    const executive = await requested(women[3]!, "persona", { previous: last });
    rest();
    // One at a time, so that the order shows.
    sending.dispatch({ number: { capacity: 1, perSecond: 1 } });
    for (let second = 0; second < 6; second += 1) {
      await expect.poll(() => sending.meta.posts.length, { timeout: 3_000 }).toBeGreaterThan(second - 1);
      await new Promise((resolve) => setTimeout(resolve, 300));
      sending.bench.clock.advance(1_000);
    }
    await sending.becomes(executive, "accepted");
    const texts = sending.textsPosted();
    expect(texts.slice(0, 2)).toEqual(["robot 3\n\nrobot 3b", "persona"]);
    expect(texts.slice(2).sort()).toEqual(["robot 0", "robot 1", "robot 2"]);
  });
});
