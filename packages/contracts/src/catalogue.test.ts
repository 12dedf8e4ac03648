import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  catalogue,
  contractOf,
  parseEnvelope,
  subjectsConsumedBy,
  subjectsPublishedBy,
} from "./catalogue.ts";
import { readmeWithTable } from "./cli/subjects-table.ts";

const folder = new URL("../fixtures/", import.meta.url);
const fixtures = readdirSync(folder).map((name) => ({
  subject: name.replace(/\.json$/, ""),
  bytes: readFileSync(new URL(name, folder)),
}));

describe("golden events", () => {
  test.each(fixtures)("$subject still parses, and nothing of it is lost", ({ subject, bytes }) => {
    const parsed = parseEnvelope(subject, bytes);
    expect(parsed.ok).toBe(true);
    if (parsed.ok) expect(parsed.event).toEqual(JSON.parse(bytes.toString()));
  });

  test("every event of the catalogue has one", () => {
    const subjects = fixtures.map((fixture) => fixture.subject);
    for (const { subject } of catalogue) expect(subjects).toContain(subject);
  });
});

describe("the catalogue", () => {
  test("has one contract per subject", () => {
    const subjects = catalogue.map((contract) => contract.subject);
    expect(new Set(subjects).size).toBe(subjects.length);
    for (const contract of catalogue) expect(contractOf(contract.subject)).toBe(contract);
  });

  test("lets only the gateway say that she wrote, and only executive-routing ask for a send", () => {
    expect(contractOf("channel.message-received.v1")?.sources).toEqual(["gateway"]);
    expect(contractOf("channel.send-requested.v1")?.sources).toEqual(["executive-routing"]);
    expect(subjectsPublishedBy("bot").filter((subject) => subject.startsWith("channel."))).toEqual([]);
  });

  test("shows the bot nothing that she wrote outside a delegation", () => {
    expect(subjectsConsumedBy("bot")).toEqual([
      "routing.contact-erased.v1",
      "routing.content-destroyed.v1",
      "routing.delegated.v1",
      "routing.delegation-ended.v1",
      "routing.robot-asked.v1",
      "routing.taken-back-settled.v1",
    ]);
  });

  test("is the table of the README", () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    expect(readmeWithTable(readme)).toBe(readme);
  });
});

describe("bytes that are no event come back as a problem, never as an error", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const golden = fixtures.find((fixture) => fixture.subject === "triage.assessed.v1")?.bytes.toString() ?? "";

  test.each([
    ["not-json", "triage.assessed.v1", "{"],
    ["unknown-event", "triage.guessed.v1", "{}"],
    ["invalid", "triage.assessed.v1", "{}"],
    ["invalid", "triage.assessed.v1", golden.replace('"version": 1', '"version": 2')],
    ["invalid", "triage.assessed.v1", golden.replace('"imminent"', '"unassessed"')],
  ])("%s", (problem, subject, text) => {
    expect(parseEnvelope(subject, bytes(text))).toEqual({ ok: false, problem });
  });

  test("bytes that are not UTF-8", () => {
    expect(parseEnvelope("triage.assessed.v1", new Uint8Array([0xff]))).toEqual({
      ok: false,
      problem: "not-json",
    });
  });
});
