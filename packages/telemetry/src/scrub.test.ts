import { describe, expect, test } from "vitest";
import { isIdentifying, maskIdentities } from "./content.ts";
import { createLogger } from "./logger.ts";
import { safeError, scrub } from "./scrub.ts";

/** What a logger writes for the calls made by `log`. */
function written(log: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  log(createLogger("test", { write: (line) => void lines.push(line) }));
  return lines.join("");
}

describe("masking numbers of people", () => {
  test.each([
    "56987654321",
    "+56987654321",
    "+56 9 8765 4321",
    "9 8765 4321",
    "(9) 8765-4321",
    "12.345.678-9",
    "12345678-K",
  ])("%s is masked", (number) => {
    expect(maskIdentities(`de ${number}, dijo`)).toBe("de [number], dijo");
    expect(isIdentifying(number)).toBe(true);
  });

  test.each([
    "to:56987654321",
    "tel=+56987654321",
    "contact-56987654321",
    "/c/56987654321",
    "56987654321:",
    '"56987654321"',
  ])("whatever stands before it: %s", (text) => {
    expect(maskIdentities(text)).not.toMatch(/\d/);
  });

  test.each([
    "01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e",
    "01932f3e-8a5b-7c61-9d42-123456789012",
    "contact:01932f3e-8a5b-7c61-9d42-123456789012,01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e",
    "raw:2026-11-23",
    "00-01932f3e8a5b7c619d423f6a7b8c9d0e-9d423f6a7b8c9d0e-01",
    "2026-11-23T21:04:05.000Z",
    "2026-11-23",
    "2026-11-23 21:04:05 UTC",
    "192.168.100.200:5432",
    "127.0.0.1:5432",
    "192.168.100.200",
    "took 1234567 ms",
    "v1.2.3",
    "1795471445000",
    "01932f3e8a5b7c619d423f6a7b8c9d0e",
    "channel.message-received.v1",
  ])("%s stays", (text) => {
    expect(maskIdentities(text)).toBe(text);
  });

  test("WhatsApp ids, which hold the phone in base64, are masked", () => {
    expect(maskIdentities("wamid.HBgLNTY5ODc2NTQzMjEVAgASGBQzQTdG= failed")).toBe("[wamid] failed");
  });
});

describe("what a logged object becomes", () => {
  test("fields that hold words, identity or secrets are hidden at any depth", () => {
    expect(
      scrub({
        sessionId: "01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e",
        text: "hola",
        message: { body: "hola", kind: "text" },
        list: [{ wa_id: "1", waId: "2", "WA-ID": "3" }],
        headers: { cookie: "x" },
        n: 56987654321,
        at: 1795471445000,
        box: new Uint8Array(4),
      }),
    ).toEqual({
      sessionId: "01932f3e-8a5b-7c61-9d42-3f6a7b8c9d0e",
      text: "[hidden]",
      message: { body: "[hidden]", kind: "text" },
      list: [{ wa_id: "[hidden]", waId: "[hidden]", "WA-ID": "[hidden]" }],
      headers: "[hidden]",
      n: "[number]",
      at: 1795471445000,
      box: "[4 bytes]",
    });
  });

  test("something that refers to itself ends", () => {
    const loop: Record<string, unknown> = {};
    loop.loop = loop;
    expect(JSON.stringify(scrub(loop))).toContain("[deeper]");
  });
});

describe("a logged error", () => {
  test("of pg keeps its code and names, never rows, parameters or quoted values", () => {
    const error = Object.assign(new Error('invalid input syntax for type uuid: "tengo miedo"'), {
      name: "error",
      code: "22P02",
      severity: "ERROR",
      detail: "Key (phone)=(56987654321) already exists.",
      where: "unnamed portal parameter $1 = 'tengo miedo'",
      hint: "tengo miedo",
      internalQuery: "select 'tengo miedo'",
      parameters: ["tengo miedo"],
      table: "messages",
      constraint: "messages_pkey",
    });
    const safe = safeError(error);
    expect(safe).toMatchObject({ code: "22P02", table: "messages", constraint: "messages_pkey" });
    expect(JSON.stringify(safe)).not.toMatch(/miedo|5698765/);
  });

  test("of JSON.parse does not repeat what it was given", () => {
    const error = caught(() => JSON.parse("hola, necesito ayuda"));
    expect(JSON.stringify(safeError(error))).not.toContain("necesito");
  });

  test("loses quoted words, addresses' queries and passwords, and keeps identifiers and frames", () => {
    const error = new Error(
      "could not read 'foo' of \"tengo miedo\" at postgres://liss:clave@127.0.0.1:5432/x?y=z",
    );
    const safe = safeError(error);
    expect(safe.message).toBe("could not read 'foo' of \"…\" at postgres://127.0.0.1:5432/x");
    expect(safe.stack).toMatch(/^\s+at /);
    expect(safe.stack).not.toContain("miedo");
  });

  test("carries its cause, made safe too", () => {
    const error = new Error("outer", {
      cause: Object.assign(new Error("inner +56 9 8765 4321"), { detail: "x" }),
    });
    expect(safeError(error).cause).toMatchObject({ type: "Error", message: "inner [number]" });
  });
});

describe("the logger", () => {
  test("writes one JSON line with service, level and time", () => {
    expect(JSON.parse(written((logger) => logger.warn({ attempts: 2 }, "retrying")))).toMatchObject({
      service: "test",
      level: "warn",
      attempts: 2,
      msg: "retrying",
      time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
    });
  });

  test("hides content in objects, errors, messages and child bindings", () => {
    const output = written((logger) => {
      logger.info({ text: "tengo miedo", deep: { content: "tengo miedo" } }, "from +56 9 8765 4321");
      logger.error({ err: Object.assign(new Error("x"), { detail: "tengo miedo" }) }, "failed");
      logger.error(Object.assign(new Error('bad "tengo miedo"'), { body: "tengo miedo" }));
      logger.child({ phone: "56987654321", session: "s" }).info("child");
    });
    expect(output.trim().split("\n")).toHaveLength(4);
    expect(output).not.toMatch(/miedo|8765/);
    expect(output).toContain('"session":"s"');
  });
});

function caught(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
