import { afterAll, beforeAll, expect, test } from "vitest";
import { deskClient } from "./desk-client.ts";
import { eventually } from "./eventually.ts";
import { type House, startHouse } from "./house.ts";
import { newPhone } from "./phone-client.ts";

let house: House;
let ana: Awaited<ReturnType<typeof deskClient>>;

beforeAll(async () => {
  house = await startHouse();
  ana = await deskClient(house.stack.addresses["executive-routing"], "Ana");
});
afterAll(() => house?.stop());

const victims = ["gateway", "triage", "bot", "executive-routing", "audit", "nats", "postgres"] as const;

test.each(victims)(
  "with %s killed in the middle, what she writes and what she is answered arrives, once",
  async (victim) => {
    const { stack } = house;
    const phone = await newPhone(stack.addresses.simulator, `Prueba ${victim}`);
    await phone.writes("uno");
    const session = await eventually(async () => {
      const card = (await ana.queue()).at(0);
      if (!card) throw new Error("she does not wait yet");
      return card.id;
    });
    expect((await ana.command(session, "claim")).status).toBe(200);
    await ana.says(session, "respuesta uno");

    const down = stack.kill(victim);
    // She and the executive go on, as people do.
    await phone.writes("dos");
    const answered = down.then(() => ana.says(session, "respuesta dos"));
    await down;
    await phone.writes("tres");
    await stack.restart(victim);
    expect((await answered).status).toBe(200);
    await phone.control("POST", "/webhooks/retry-now");
    await phone.writes("cuatro");

    const { messages } = await eventually(async () => {
      const conversation = await ana.read(session);
      const hers = conversation.messages.filter(({ direction }) => direction === "in");
      if (hers.length < 4) throw new Error(`only ${hers.length} of her 4 messages are on the timeline`);
      return conversation;
    });
    const texts = (direction: string) =>
      messages.filter((message) => message.direction === direction).map(({ content }) => content?.text);
    expect(texts("in").toSorted()).toEqual(["cuatro", "dos", "tres", "uno"]);
    expect(texts("out")).toEqual(["respuesta uno", "respuesta dos"]);

    // What was sent arrived once, or she who sent it is told that nobody knows: never twice, never silently lost.
    await eventually(async () => {
      const received = await phone.received();
      expect(new Set(received).size).toBe(received.length);
      const ours = (await ana.read(session)).messages.filter(({ direction }) => direction === "out");
      for (const { content, delivery } of ours) {
        const arrived = received.includes(content?.text ?? "");
        expect(arrived || delivery?.state === "unknown", `${content?.text} is ${delivery?.state}`).toBe(true);
        if (arrived) expect(["sent", "delivered", "read"]).toContain(delivery?.state);
      }
    });

    await eventually(async () => {
      const { messages: seen, card } = await ana.read(session);
      expect(card.tier).not.toBe("unassessed");
      await ana.command(session, "seen", {
        messageIds: seen.filter(({ direction }) => direction === "in").map(({ id }) => id),
      });
    });
    expect((await ana.command(session, "close", { classification: "support" })).status).toBe(200);
  },
);

test("with the database down the webhook says so, and WhatsApp's retry brings the message in", async () => {
  const { stack } = house;
  const phone = await newPhone(stack.addresses.simulator, "Prueba sin base");
  await stack.kill("postgres");
  await phone.writes("estoy aquí");
  await eventually(async () => {
    const { webhooks } = await phone.control<{ webhooks: { failed: number; pending: number } }>(
      "GET",
      "/counters",
    );
    expect(webhooks.pending).toBeGreaterThan(0);
    expect(webhooks.failed).toBeGreaterThan(0);
  });
  await stack.restart("postgres");
  await phone.control("POST", "/webhooks/retry-now");
  await eventually(async () => expect((await ana.queue()).length).toBe(1));
});

test("after all of it the record has no gap", async () => {
  const { Client } = (await import("pg")).default;
  await eventually(async () => {
    for (const [database, source] of [
      ["gateway", "gateway"],
      ["triage", "triage"],
      ["routing", "executive-routing"],
    ] as const) {
      const own = new Client({ connectionString: house.stack.postgresUrl(database) });
      await own.connect();
      const { rows } = await own.query("select last from outbox_counter");
      await own.end();
      const audit = new Client({ connectionString: house.stack.postgresUrl("audit") });
      await audit.connect();
      const { rows: kept } = await audit.query(
        "select count(distinct source_sequence)::int as count, max(source_sequence)::int as last from entries where source = $1",
        [source],
      );
      await audit.end();
      expect(kept[0]).toEqual({ count: Number(rows[0].last), last: Number(rows[0].last) });
    }
  });
});
