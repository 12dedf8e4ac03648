import { join } from "node:path";
import type { EventContract } from "@liss/contracts";
import { temporaryFolder } from "@liss/testing";
import { erasureJournal, KeyDestroyed } from "@liss/vault";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expireDeliveries } from "../receive/expire.ts";
import { openDelivery } from "../receive/raw-delivery.ts";
import { type Bench, startBench } from "../testing/bench.test-support.ts";
import { her, textFrom } from "../testing/payloads.test-support.ts";
import { eraseTraces } from "./erase-traces.ts";
import { forgetContact } from "./forget-contact.ts";
import { namesHer } from "./names-her.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(async () => {
  await bench.stop();
  folder.remove();
});

const folder = temporaryFolder();
const journal = erasureJournal(join(folder.path, "erasures.jsonl"));
const tools = () => ({ ...bench, journal });
const another = { ...her, phone: "56900000777" };
const contactsKnown = () =>
  bench.db.selectFrom("contacts").select("id").where("phone_index", "is not", null).execute();
const rawRows = () =>
  bench.db.selectFrom("raw_deliveries").select(["id", "key_id", "box"]).orderBy("id").execute();
const proofs = async (type: EventContract["type"]) => (await bench.events(type)).map(({ data }) => data);

/** A status of WhatsApp about a message of ours names whom it went to. */
const statusFor = (phone: string) => ({
  object: "whatsapp_business_account",
  entry: [
    {
      changes: [
        { field: "messages", value: { statuses: [{ id: "wamid.x", recipient_id: phone, status: "read" }] } },
      ],
    },
  ],
});

describe("an erased contact", () => {
  test("leads nowhere, her raw deliveries are gone and so is their key; everybody else's still open", async () => {
    await bench.receive(
      textFrom(her, "hola, soy yo"),
      textFrom(another, "otra persona"),
      statusFor(her.phone ?? ""),
    );
    const before = await rawRows();
    expect(before).toHaveLength(3);
    const [created] = await bench.events("channel.contact-created");
    const contactId = created?.contactId ?? "";
    for (let twice = 0; twice < 2; twice += 1)
      await bench.db.transaction().execute((tx) => forgetContact(tx, contactId, bench.now()));
    expect(await eraseTraces(tools())).toBe(1);
    expect(await eraseTraces(tools())).toBe(0);

    const left = await rawRows();
    expect(left).toHaveLength(1);
    const [kept] = left;
    expect((await openDelivery(bench.vault, kept!)).toString()).toContain("otra persona");
    // What a backup of that morning holds opens no more, hers or not.
    for (const row of before) await expect(openDelivery(bench.vault, row)).rejects.toThrow(KeyDestroyed);
    expect(await journal.read()).toEqual([before[0]!.key_id]);
    const erasure = await bench.db.selectFrom("erasures").selectAll().executeTakeFirstOrThrow();
    expect(erasure).toMatchObject({ phone_index: null, bsuid_index: null, done_at: expect.any(Date) });
    expect(await proofs("channel.traces-erased")).toEqual([
      { deliveries: 2, sealedAnew: 1, keyIds: [before[0]!.key_id] },
    ]);
    expect(await contactsKnown()).toHaveLength(1);
  });

  test("who writes again is somebody new", async () => {
    await bench.receive(textFrom(her, "volví"));
    const created = (await bench.events("channel.contact-created")).map(({ contactId }) => contactId);
    expect(new Set(created).size).toBe(3);
    expect(await contactsKnown()).toHaveLength(2);
  });

  test("an erasure that was killed half-way is finished: its days were written down before anything was deleted", async () => {
    const created = await bench.events("channel.contact-created");
    const contactId = created.at(-1)?.contactId ?? "";
    await bench.db.transaction().execute((tx) => forgetContact(tx, contactId, bench.now()));
    const day = bench.now().toISOString().slice(0, 10);
    const before = await rawRows();
    // Deleted and written down; then the process died, the day's key still alive.
    await bench.db.deleteFrom("raw_deliveries").where("id", "=", before.at(-1)!.id).execute();
    await bench.db
      .updateTable("erasures")
      .set({ days: [day], deliveries: 1 })
      .where("contact_id", "=", contactId)
      .execute();
    expect(await eraseTraces(tools())).toBe(1);
    await expect(openDelivery(bench.vault, before.at(-1)!)).rejects.toThrow(KeyDestroyed);
    const [kept] = await rawRows();
    expect((await openDelivery(bench.vault, kept!)).toString()).toContain("otra persona");
    bench.clock.advance(8 * 24 * 3_600_000);
    expect(await expireDeliveries(tools(), bench.now())).toBe(1);
  });
});

test("her number is found in whatever way a body spells it, and nobody else's is", () => {
  const sought = {
    phoneIndex: bench.indexes.phone("56900000001"),
    bsuidIndex: bench.indexes.bsuid("CL.abc123"),
  };
  const named = (body: unknown) => namesHer(Buffer.from(JSON.stringify(body)), sought, bench.indexes);
  for (const value of ["56900000001", "+56 9 0000 0001", 56900000001, "CL.abc123"])
    expect(named({ entry: [{ deep: [{ value }] }] })).toBe(true);
  for (const value of ["56900000002", "CL.abc124", null, true, "", 0])
    expect(named({ entry: [value] })).toBe(false);
  expect(named({ "56900000001": {} })).toBe(true);
  expect(namesHer(Buffer.from("no es json 56900000001"), sought, bench.indexes)).toBe(true);
});
