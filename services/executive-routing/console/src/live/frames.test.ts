import type { Conversation, Desk, MessageView } from "@liss/executive-routing/desk-api";
import { describe, expect, test } from "vitest";
import { aCard, aConversation, aDesk, aMessage, at } from "../fixtures.test-support.ts";
import {
  type ChangeFrame,
  changeConversation,
  changeDesk,
  type Place,
  placeCard,
  placeOf,
  unseenIn,
  withMessage,
  withSeen,
} from "./frames.ts";

const moved = (sequence: number, card: Desk["queue"][number], place: Place): ChangeFrame => ({
  type: "session",
  sequence,
  card,
  place,
});
const said = (sequence: number, message: MessageView): ChangeFrame => ({
  type: "message",
  sequence,
  message,
});
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe("the desk", () => {
  test("keeps the queue most urgent first, then by the longest wait", () => {
    const desk = [
      aCard("guidance", { tier: "guidance", waitingSince: at(0) }),
      aCard("recent", { tier: "high", waitingSince: at(50) }),
      aCard("emergency", { tier: "imminent", waitingSince: at(90) }),
      aCard("unassessed", { tier: "unassessed", waitingSince: at(40) }),
    ].reduce((before, card, n) => changeDesk(before, moved(11 + n, card, "queue")), aDesk({ sequence: 10 }));
    expect(idsOf(desk.queue)).toEqual(["emergency", "unassessed", "recent", "guidance"]);
  });

  test("ignores a change that its picture already contains", () => {
    const desk = aDesk({ sequence: 20 });
    expect(changeDesk(desk, moved(20, aCard("a"), "queue"))).toBe(desk);
  });

  test("a session taken by somebody else leaves the queue", () => {
    const desk = aDesk({ queue: [aCard("a")] });
    const after = changeDesk(desk, moved(11, aCard("a", { version: 2, status: "attended" }), "gone"));
    expect(after.queue).toEqual([]);
    expect(after.mine).toBe(desk.mine);
  });

  test("the same change twice is one change", () => {
    const frame = moved(11, aCard("a", { version: 2 }), "mine");
    const once = changeDesk(aDesk({ queue: [aCard("a")] }), frame);
    expect(changeDesk(once, frame)).toEqual(once);
    expect(idsOf(once.mine)).toEqual(["a"]);
  });

  test("an older card that comes late does not undo a newer one", () => {
    const desk = placeCard(aDesk(), aCard("a", { version: 5, tier: "imminent" }), "mine");
    expect(placeCard(desk, aCard("a", { version: 4 }), "queue")).toBe(desk);
  });

  test("two changes of one batch may come in either order and neither is lost", () => {
    const one = moved(13, aCard("a", { version: 3 }), "queue");
    const other = moved(12, aCard("b", { version: 2 }), "queue");
    const desk = [one, other].reduce(changeDesk, aDesk({ sequence: 10 }));
    expect(idsOf(desk.queue).sort()).toEqual(["a", "b"]);
  });

  test("an answer to a command puts its card where the server would", () => {
    const mine = aCard("a", { status: "attended", owner: { id: "ana", name: "Ana" } });
    const others = aCard("a", { status: "attended", owner: { id: "berta", name: "Berta" } });
    expect(placeOf(aDesk(), mine)).toBe("mine");
    expect(placeOf(aDesk(), others)).toBe("gone");
    expect(placeOf(aDesk({ me: { id: "carla", name: "Carla", role: "supervisor" } }), others)).toBe("others");
    expect(placeOf(aDesk(), { ...others, status: "closed", owner: null })).toBe("gone");
  });

  test("what a colleague asks her to take is among the offered, and leaves it for hers when she accepts", () => {
    const asked = aCard("a", {
      status: "attended",
      owner: { id: "berta", name: "Berta" },
      transfer: { from: "berta", to: "ana", until: at(90) },
    });
    const offered = changeDesk(aDesk(), moved(11, asked, placeOf(aDesk(), asked)));
    expect(idsOf(offered.offered)).toEqual(["a"]);
    const accepted = { ...asked, version: 2, transfer: null, owner: { id: "ana", name: "Ana" } };
    const after = changeDesk(offered, moved(12, accepted, "mine"));
    expect([idsOf(after.offered), idsOf(after.mine)]).toEqual([[], ["a"]]);
  });

  test("an alert is shown once", () => {
    const alert = { id: "1", code: "dead-letter", severity: "critical" as const, at: at(0) };
    const frame: ChangeFrame = { type: "alert", sequence: 11, alert };
    expect(changeDesk(changeDesk(aDesk(), frame), frame).alerts).toEqual([alert]);
  });
});

describe("the open conversation", () => {
  const order = (conversation: Conversation) => idsOf(conversation.messages);

  test("puts a message that arrives late where WhatsApp's clock says", () => {
    const before = aConversation({
      messages: [aMessage("one", { sentAt: at(0) }), aMessage("three", { sentAt: at(20) })],
    });
    const after = changeConversation(before, said(11, aMessage("two", { sentAt: at(10) })));
    expect(order(after)).toEqual(["one", "two", "three"]);
  });

  test("a delivery change replaces the message and moves nothing", () => {
    const delivery = { state: "read" as const, at: at(30), reason: null };
    const before = aConversation({ messages: [aMessage("one"), aMessage("two", { direction: "out" })] });
    const after = changeConversation(before, said(11, aMessage("two", { direction: "out", delivery })));
    expect(order(after)).toEqual(["one", "two"]);
    expect(after.messages[1]?.delivery).toEqual(delivery);
    expect(after.messages[0]).toBe(before.messages[0]);
  });

  test("a message of another conversation changes nothing", () => {
    const before = aConversation();
    expect(changeConversation(before, said(11, aMessage("x", { sessionId: "another" })))).toBe(before);
  });

  test("what is known to be seen stays seen when its frame does not know it yet", () => {
    const before = withSeen(aConversation({ messages: [aMessage("one")] }), new Set(["one"]), at(5));
    expect(unseenIn(before.messages)).toBe(0);
    expect(unseenIn(changeConversation(before, said(11, aMessage("one"))).messages)).toBe(0);
  });

  test("each message of hers opens WhatsApp's window for 24 hours; ours and late ones do not shorten it", () => {
    const before = aConversation({ windowClosesAt: at(24 * 3600) });
    expect(withMessage(before, aMessage("new", { sentAt: at(60) })).windowClosesAt).toBe(at(24 * 3600 + 60));
    expect(withMessage(before, aMessage("late", { sentAt: at(-60) })).windowClosesAt).toBe(at(24 * 3600));
    expect(withMessage(before, aMessage("ours", { direction: "out", sentAt: at(60) })).windowClosesAt).toBe(
      at(24 * 3600),
    );
  });
});
