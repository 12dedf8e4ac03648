import { expect, test } from "vitest";
import { at } from "../fixtures.test-support.ts";
import { noteSteps } from "./written.ts";

const step = (type: string, detail: Record<string, unknown> = {}) => ({
  version: 1,
  type,
  at: at(0),
  actorName: "Ana",
  detail,
});

test("notes are counted; whispers, places and other steps are not", () => {
  const timeline = [
    step("session-claimed"),
    step("note-added", { kind: "note" }),
    step("note-added", { kind: "whisper" }),
    step("note-added", { kind: "place" }),
    step("note-added", { kind: "handover" }),
  ];
  expect(noteSteps(timeline).map(({ detail }) => detail.kind)).toEqual(["note", "handover"]);
});
