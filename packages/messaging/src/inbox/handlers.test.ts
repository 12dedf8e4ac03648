import { catalogue, MessageReceived, SendRequested } from "@liss/contracts";
import { expect, test } from "vitest";
import { assertHandlersFit, on, onAny } from "./handlers.ts";

const nothing = async () => {};
const whatTriageConsumes = catalogue
  .filter(({ consumers }) => consumers.includes("triage"))
  .map((contract) => on(contract, nothing));

test("a service that handles exactly what it consumes starts", () => {
  expect(() => assertHandlersFit(whatTriageConsumes, "triage", catalogue)).not.toThrow();
  expect(() => assertHandlersFit([onAny(nothing)], "audit", catalogue)).not.toThrow();
});

test("what would be dead-lettered, never called or called twice stops the start", () => {
  expect(() => assertHandlersFit([], "triage", catalogue)).toThrow(
    "triage consumes but does not handle channel.message-received.v1",
  );
  const stray = [...whatTriageConsumes, on(SendRequested, nothing)];
  expect(() => assertHandlersFit(stray, "triage", catalogue)).toThrow("does not list it as a consumer");
  const twice = [...whatTriageConsumes, on(MessageReceived, nothing)];
  expect(() => assertHandlersFit(twice, "triage", catalogue)).toThrow("two handlers");
  const both = [...whatTriageConsumes, onAny(nothing)];
  expect(() => assertHandlersFit(both, "triage", catalogue)).toThrow("stands alone");
});
