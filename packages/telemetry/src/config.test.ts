import { expect, test } from "vitest";
import { z } from "zod";
import { ConfigInvalid, readConfig } from "./index.ts";

const schema = z.object({
  PORT: z.coerce.number().int().default(4010).describe("Where the gateway listens").meta({ example: "4010" }),
  DATABASE_URL: z
    .url()
    .describe("The gateway's database")
    .meta({ example: "postgres://gateway@localhost/gateway" }),
  MODE: z.enum(["local", "production"]).describe("How strict to be").default("local"),
  APP_SECRET: z.string().min(32).describe("Signs webhooks"),
});
const good = { DATABASE_URL: "postgres://x@localhost/x", APP_SECRET: "s".repeat(32) };

function messageFor(env: Record<string, string>): string {
  try {
    readConfig(schema, env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigInvalid);
    return (error as Error).message;
  }
  throw new Error("the configuration was accepted");
}

test("a good environment gives values with their defaults", () => {
  expect(readConfig(schema, good)).toEqual({ ...good, PORT: 4010, MODE: "local" });
});

test("a missing variable is one line with its name, meaning and example; empty counts as missing", () => {
  const line =
    "DATABASE_URL is missing — The gateway's database — example: DATABASE_URL=postgres://gateway@localhost/gateway";
  expect(messageFor({ APP_SECRET: good.APP_SECRET })).toBe(line);
  expect(messageFor({ APP_SECRET: good.APP_SECRET, DATABASE_URL: "" })).toBe(line);
});

test("every wrong variable has its line", () => {
  const lines = messageFor({ ...good, PORT: "cuatro", MODE: "otro" }).split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('PORT is wrong: "cuatro"');
  expect(lines[0]).toContain("Where the gateway listens — example: PORT=4010");
  expect(lines[1]).toContain("How strict to be"); // described before its default
});

test("a secret's value is never repeated, nor a password inside an address", () => {
  const message = messageFor({ APP_SECRET: "corto-y-secreto", DATABASE_URL: "no es una clave:secreta" });
  expect(message).not.toContain("secret" + "o");
  expect(message).not.toContain("clave");
  expect(message).toContain("APP_SECRET is wrong");
});
