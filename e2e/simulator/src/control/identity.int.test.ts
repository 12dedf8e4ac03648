import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, eventually, her, startBench, text } from "../testing/bench.ts";
import type { PhoneView } from "../view.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const becomes = (change: object, phone = her) =>
  bench.control<{ phone: PhoneView; status?: number }>("POST", `/phones/${phone}/identity`, change);
const envelopes = () =>
  bench.gateway.received.map(({ body }) => JSON.parse(body.toString("utf8")).entry[0].changes[0]);

test("she changes her number: a system message from the old one names the new one and her new BSUID", async () => {
  await bench.says({ type: "text", text: "hola" });
  await eventually(() => expect(bench.gateway.messages()).toHaveLength(1));
  const before = bench.gateway.messages()[0];
  const { phone } = await becomes({ change: "number", id: "56900007777" });
  await eventually(() => expect(bench.gateway.messages()).toHaveLength(2));
  const change = bench.gateway.messages()[1];
  expect(change).toMatchObject({
    type: "system",
    from: her,
    system: { type: "user_changed_number", wa_id: "56900007777", user_id: phone.bsuid },
  });
  expect(phone.bsuid).not.toBe(before?.from_user_id);
  expect(envelopes()[1].value).not.toHaveProperty("contacts");
  await bench.says({ type: "text", text: "soy yo" }, "56900007777");
  await eventually(() => expect(bench.gateway.messages()[2]).toMatchObject({ from: "56900007777" }));
  expect(await becomes({ change: "number", id: "56900000002" }, "56900007777")).toMatchObject({
    status: 409,
  });
});

test("WhatsApp gives her another BSUID and says which was hers", async () => {
  await bench.says({ type: "text", text: "hola" });
  await eventually(() => expect(bench.gateway.messages()).toHaveLength(1));
  const previous = bench.gateway.messages()[0]?.from_user_id;
  const { phone } = await becomes({ change: "bsuid" });
  await eventually(() => expect(envelopes()).toHaveLength(2));
  expect(envelopes()[1]).toMatchObject({
    field: "user_id_update",
    value: { user_id_update: [{ wa_id: her, user_id: { previous, current: phone.bsuid } }] },
  });
});

test("with a username her number travels no more, and without it again", async () => {
  await becomes({ change: "username", username: "luna.llena" });
  await bench.says({ type: "text", text: "sin número" });
  await eventually(() => expect(bench.gateway.messages()).toHaveLength(1));
  expect(bench.gateway.messages()[0]).not.toHaveProperty("from");
  await becomes({ change: "username", username: null });
  await bench.says({ type: "text", text: "con número" });
  await eventually(() => expect(bench.gateway.messages()[1]).toMatchObject({ from: her }));
});

test("a number that is blocked says so in its health, and takes no message", async () => {
  await bench.says({ type: "text", text: "hola" });
  await bench.control("PATCH", "/line", { canSendMessage: "BLOCKED", status: "RESTRICTED" });
  const headers = { authorization: "Bearer local-access-token" };
  const asked = await fetch(
    `${bench.simulator.url}/v25.0/100000000000001?fields=status,quality_rating,health_status`,
    { headers },
  );
  expect(await asked.json()).toMatchObject({
    status: "RESTRICTED",
    quality_rating: "GREEN",
    health_status: { can_send_message: "BLOCKED" },
  });
  expect(await bench.graph(text("a"))).toMatchObject({ body: { error: { code: 131031 } } });
  await bench.control("PATCH", "/line", { canSendMessage: "AVAILABLE" });
  expect((await bench.graph(text("a"))).status).toBe(200);
});
