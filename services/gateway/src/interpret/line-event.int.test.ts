import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { statusesValue, webhook } from "../testing/payloads.test-support.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.clear());
afterAll(() => bench.stop());

const field = (name: string, value: object, time: number | undefined = 1795467600) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "1", time, changes: [{ field: name, value }] }],
});
const kept = () =>
  bench.db.selectFrom("line_events").select(["field", "event", "alert_code"]).orderBy("id").execute();
const alerts = async () =>
  (await bench.events("operations.alert-raised")).map(
    ({ data }) => data as { code: string; severity: string },
  );

test("what restricts the line is an alert that a person sees, in our own words", async () => {
  await bench.receive(
    field("account_update", { event: "ACCOUNT_RESTRICTION", restriction_info: [{ restriction_type: "x" }] }),
    field("account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: ["DISABLE"] } }),
    field("phone_number_quality_update", { event: "FLAGGED", current_limit: "TIER_250" }),
    field("security", { event: "PIN_CHANGED", requester: "algo que escribió alguien" }),
    field("message_template_status_update", { event: "REJECTED", reason: "palabras de Meta" }),
    field("account_alerts", {
      alert_info: { alert_severity: "CRITICAL", alert_type: "X", alert_description: "y" },
    }),
    webhook({ ...statusesValue(), errors: [{ code: 131031, title: "Account has been locked" }] }),
  );
  expect((await alerts()).map(({ code, severity }) => `${code} ${severity}`)).toEqual([
    "account-restricted critical",
    "account-disabled critical",
    "number-quality-low warning",
    "line-security-changed critical",
    "template-not-usable warning",
    "account-alert critical",
    "channel-error warning",
  ]);
  const said = JSON.stringify(await bench.events());
  for (const words of ["alguien", "palabras", "locked", "TIER_250"]) expect(said).not.toContain(words);
  expect(await kept()).toHaveLength(7);
});

test("what restricts nothing is kept without disturbing anybody", async () => {
  await bench.receive(
    field("account_update", { event: "PARTNER_ADDED" }),
    field("phone_number_quality_update", { event: "THROUGHPUT_UPGRADE" }),
    field("message_template_status_update", { event: "APPROVED" }),
    field("business_capability_update", { max_daily_conversation_per_phone: 1000 }),
    field("user_preferences", {
      user_preferences: [{ wa_id: "56911111111", category: "marketing_messages", value: "stop" }],
    }),
    field("flows", { event: "FLOW_STATUS_CHANGE" }),
    field("account_settings_update", { x: 1 }),
  );
  expect(await alerts()).toEqual([]);
  expect((await kept()).map(({ event }) => event)).toEqual([
    "PARTNER_ADDED",
    "THROUGHPUT_UPGRADE",
    "APPROVED",
    "business_capability_update",
    "user_preferences",
    "FLOW_STATUS_CHANGE",
    "account_settings_update",
  ]);
});

test("the same event delivered again raises nothing again; the same words on another day do", async () => {
  const restricted = { event: "ACCOUNT_RESTRICTION" };
  await bench.receive(field("account_update", restricted), field("account_update", restricted));
  expect(await alerts()).toHaveLength(1);
  await bench.receive(field("account_update", restricted, 1795467600 + 86_400));
  expect(await alerts()).toHaveLength(2);
});

test("what WhatsApp said is kept sealed", async () => {
  await bench.receive(
    field("account_update", { event: "ACCOUNT_VIOLATION", violation_info: { violation_type: "SPAM" } }),
  );
  const row = await bench.db.selectFrom("line_events").selectAll().executeTakeFirstOrThrow();
  expect(row.box.includes("SPAM")).toBe(false);
  const box = row.box.toString("base64");
  const opened = await bench.vault.open({ keyId: row.key_id, box }, `line-event:${row.id}`);
  expect(JSON.parse(opened.toString("utf8"))).toMatchObject({ violation_info: { violation_type: "SPAM" } });
});
