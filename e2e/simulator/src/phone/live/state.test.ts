import { expect, test } from "vitest";
import type { ChatMessage } from "../../view.ts";
import { apply, nothingYet } from "./state.ts";

const message = (id: string, status: ChatMessage["status"]): ChatMessage => ({
  id,
  direction: "out",
  status,
  at: "2026-11-23T21:00:00.000Z",
  content: { kind: "text", text: id },
  reactions: {},
});

test("a changed message stays in its place and a new one goes to the end", () => {
  const before = apply(nothingYet, {
    type: "conversation",
    phoneId: "1",
    messages: [message("a", "sent"), message("b", "sent")],
  });
  const after = apply(before, {
    type: "messages",
    phoneId: "1",
    messages: [message("a", "read"), message("c", "sent")],
  });
  expect(after.conversations["1"]?.map(({ id, status }) => `${id} ${status}`)).toEqual([
    "a read",
    "b sent",
    "c sent",
  ]);
});
