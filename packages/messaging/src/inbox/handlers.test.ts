import { catalogue, MessageReceived, SendRequested } from "@liss/contracts";
import { expect, test } from "vitest";
import { assertHandlersFit, on, onAny } from "./handlers.ts";

const nothing = async () => {};

test("a service that handles exactly what it consumes starts", () => {
  expect(() => assertHandlersFit([on(MessageReceived, nothing)], "triage", catalogue)).not.toThrow();
  expect(() => assertHandlersFit([onAny(nothing)], "audit", catalogue)).not.toThrow();
});

test("what would be dead-lettered, never called or called twice stops the start", () => {
  expect(() => assertHandlersFit([], "triage", catalogue)).toThrow(
    "triage consumes but does not handle channel.message-received.v1",
  );
  const stray = [on(MessageReceived, nothing), on(SendRequested, nothing)];
  expect(() => assertHandlersFit(stray, "triage", catalogue)).toThrow("does not list it as a consumer");
  const twice = [on(MessageReceived, nothing), on(MessageReceived, nothing)];
  expect(() => assertHandlersFit(twice, "triage", catalogue)).toThrow("two handlers");
  const both = [on(MessageReceived, nothing), onAny(nothing)];
  expect(() => assertHandlersFit(both, "triage", catalogue)).toThrow("stands alone");
});
