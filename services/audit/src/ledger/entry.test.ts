import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { Assessed, MessageReceived } from "@liss/contracts";
import canonicalize from "canonicalize";
import { describe, expect, test } from "vitest";
import { arrivalOf, messageReceived, sealed, woman } from "../fixtures/events.ts";
import { fromBase64, toText } from "../proof/bytes.ts";
import { hashLeaf } from "../proof/hash.ts";
import { type Arrival, arrivedAs, decodeEntry, messagesOf, sealEntry, toBePlaced } from "./entry.ts";

const draftOf = (arrival: Arrival) => arrivedAs(arrival).draft;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const reference = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

/** One event of each subject, as the contracts keep them. */
const folder = new URL("../fixtures/", import.meta.resolve("@liss/contracts"));
const golden = readdirSync(folder).map((name) => ({
  subject: name.replace(/\.json$/, ""),
  body: readFileSync(new URL(name, folder)),
}));

describe("an entry", () => {
  test("keeps who, what, when and about whom, and of sealed content only its hash", () => {
    const event = messageReceived();
    const box = (event.data as { content: { box: string } }).content.box;
    const arrival = arrivalOf(event, { "Liss-Sequence": "41" });
    const draft = draftOf(arrival);
    expect(draft).toMatchObject({
      subject: MessageReceived.subject,
      source: "gateway",
      sourceSequence: 41,
      eventId: event.id,
      sessionId: event.sessionId,
      actor: woman,
      problem: null,
      bodySha256: sha256(arrival.body),
      data: { content: { sha256: sha256(fromBase64(box)!) } },
    });
    expect(JSON.stringify(draft)).not.toContain(box);
  });

  test("is written once, canonically, and reads back the same", () => {
    const { entry, bytes, leafHash } = sealEntry(arrivedAs(arrivalOf(messageReceived())), 7, null);
    expect(decodeEntry(bytes)).toEqual(entry);
    expect(toText(bytes)).toMatch(/^\{"actor":.*,"bodySha256":/);
    expect(Buffer.from(leafHash).toString("hex")).toBe(sha256(Buffer.concat([Buffer.of(0), bytes])));
  });

  test.each([
    ["as most are", null],
    ["with an incident", { code: "event-id-reused", firstIndex: 3 } as const],
  ])("is spelled before it has its place as it would be after, %s", (_title, incident) => {
    // What looks like the end of the spelling may also be in the data.
    const text = '"incident":null,"index":0';
    const data = { incident: null, index: 0, occurredAt: null, text, 'zz"': [{ incident: null, index: 0 }] };
    for (const subject of ["routing.x.v1", text, `\\${text}`]) {
      const { draft } = arrivedAs(arrivalOf(messageReceived()));
      const odd = toBePlaced({ ...draft, subject, eventId: `é${text}`, type: text, data });
      for (const index of [0, 7, 1_000_000]) {
        const { entry, bytes, leafHash } = sealEntry(odd, index, incident);
        expect(toText(bytes)).toBe(canonicalize(entry));
        expect(leafHash).toEqual(hashLeaf(reference, bytes));
      }
    }
  });

  test("silences sealed boxes wherever they are", () => {
    const event = Assessed.create({
      id: crypto.randomUUID(),
      source: "triage",
      occurredAt: new Date().toISOString(),
      actor: { kind: "service", name: "triage" },
      data: {
        messageId: crypto.randomUUID(),
        tier: "high",
        indicators: ["amenaza_muerte"],
        medicalReferral: false,
        needsListening: false,
        evidence: sealed(),
        ruleVersion: "1",
      },
    });
    expect(draftOf(arrivalOf(event)).data).toMatchObject({
      evidence: { keyId: expect.any(String), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(JSON.stringify(draftOf(arrivalOf(event)))).not.toContain('"box"');
  });

  test("of an unknown version is kept as its hash, with the count of its source", () => {
    const event = { ...messageReceived(), version: 9 };
    const arrival = arrivalOf(event, { "Liss-Sequence": "3" });
    expect(draftOf(arrival)).toMatchObject({
      problem: "unknown-event",
      subject: "channel.message-received.v9",
      source: "gateway",
      sourceSequence: 3,
      data: null,
      bodySha256: sha256(arrival.body),
    });
  });

  test.each([
    ["not JSON", Buffer.from("{nope"), "not-json"],
    ["not UTF-8", Buffer.of(0xff, 0xfe), "not-json"],
    [
      "not what the contract says",
      Buffer.from(JSON.stringify({ ...messageReceived(), data: { secret: "hola" } })),
      "invalid",
    ],
  ])("that is %s is on the record without its content", (_title, body, problem) => {
    const draft = draftOf({ ...arrivalOf(messageReceived()), body });
    expect(draft).toMatchObject({ problem, data: null, bodySha256: sha256(body) });
    expect(JSON.stringify(draft)).not.toContain("hola");
  });

  test("names the messages it speaks of, once each", () => {
    const [a, b] = [crypto.randomUUID(), crypto.randomUUID()];
    const draft = draftOf(arrivalOf(messageReceived()));
    expect(messagesOf({ ...draft, data: { messageId: a, messageIds: [a, b] } })).toEqual([a, b]);
    expect(messagesOf({ ...draft, data: null })).toEqual([]);
  });

  test.each(golden)("can be made of $subject, and holds no sealed box", ({ subject, body }) => {
    const draft = draftOf({ ...arrivalOf(messageReceived()), subject, body });
    expect(draft).toMatchObject({ subject, problem: null, type: subject.replace(/\.v\d+$/, "") });
    expect(JSON.stringify(draft)).not.toContain('"box"');
  });
});
