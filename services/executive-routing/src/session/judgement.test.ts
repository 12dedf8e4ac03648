import { describe, expect, test } from "vitest";
import { assess, triageLate } from "./arrival.ts";
import { delegate } from "./conversation.ts";
import { detailEmergency, openEmergency, takeStep } from "./emergency.ts";
import type { SessionEvent } from "./events.ts";
import {
  ana,
  assessed,
  at,
  berta,
  calmSessionOf,
  claimedBy,
  delegatedToBot,
  delegationId,
  firstMessageId,
  free,
  sessionOpened,
  settled,
  wrote,
} from "./facts.test-support.ts";
import { coach, mark, note, pinNote, setRisk } from "./judgement.ts";
import { close } from "./ownership.ts";
import { given } from "./scenario.test-support.ts";
import { acceptTransfer, assign, lapseTransfer, proposeTransfer, transfer } from "./transfer.ts";

const carla = { id: "carla", supervisor: true };
const her = { id: ana, supervisor: false };
const high = [
  sessionOpened(),
  wrote(firstMessageId),
  assessed(firstMessageId, "high"),
  settled(firstMessageId, "high"),
  claimedBy(ana),
];
const lowered: SessionEvent = {
  type: "risk-set",
  personId: ana,
  from: "high",
  to: "support",
  reason: "signal-was-past",
  at: at(3),
};

describe("a person decides the risk", () => {
  const decide = (by = her) => setRisk({ by, to: "support", reason: "signal-was-past", now: at(3) });

  test("she may lower what software raised, with a reason", () => {
    given(...high)
      .when(decide())
      .then({ type: "risk-set", from: "high", to: "support", reason: "signal-was-past" });
    given(...high)
      .when(decide(carla))
      .then({ type: "risk-set", personId: "carla" });
    given(...high)
      .when(decide({ id: berta, supervisor: false }))
      .thenRefused("not-yours");
  });

  test("what was seen before does not raise it again; what is new does", () => {
    const next = [...high, lowered, wrote("m2", 4)];
    const seen = { indicators: [], needsListening: false, medicalReferral: false, now: at(5) };
    given(...next)
      .when(assess({ ...seen, messageId: "m2", tier: "guidance" }))
      .then({ type: "assessment-applied" });
    given(...next)
      .when(assess({ ...seen, messageId: "m2", tier: "high" }))
      .then({ type: "assessment-applied" }, { type: "tier-raised", from: "support", to: "high" });
  });

  test("triage that is late does not undo what she judged after reading it", () => {
    const unread = [sessionOpened(), wrote(firstMessageId), claimedBy(ana)];
    given(...unread, { ...lowered, from: "unassessed" })
      .when(triageLate({ now: at(9), since: at(8) }))
      .thenNothing();
    given(...unread, { ...lowered, from: "unassessed" }, wrote("m2", 4))
      .when(triageLate({ now: at(9), since: at(8) }))
      .then({ type: "tier-raised", to: "unassessed" });
  });

  test("raising it to danger takes the robot out", () => {
    given(...calmSessionOf(ana), delegatedToBot(ana))
      .when(setRisk({ by: her, to: "imminent", reason: "she-told", now: at(3) }))
      .then({ type: "delegation-ended", reason: "risk-set" }, { type: "risk-set", to: "imminent" });
  });
});

describe("an emergency", () => {
  test("that was opened needs its outcome, although the tier went down again", () => {
    const was = [
      sessionOpened(),
      wrote(firstMessageId),
      assessed(firstMessageId, "imminent"),
      settled(firstMessageId, "imminent"),
      claimedBy(ana),
      { ...lowered, from: "imminent" as const },
    ];
    given(...was)
      .when(close({ by: ana, classification: "support", unseen: 0, now: at(5) }))
      .thenRefused("emergency-without-record");
  });

  test("is opened by hand too, by the owner or a supervisor", () => {
    given(...calmSessionOf(ana))
      .when(openEmergency({ by: carla, now: at(3) }))
      .then({ type: "emergency-opened" });
    given(...calmSessionOf(ana), { type: "emergency-opened", personId: ana, at: at(3) })
      .when(close({ by: ana, classification: "support", unseen: 0, now: at(5) }))
      .thenRefused("emergency-without-record");
  });

  test("keeps what is known and who was told, and a corrected step replaces itself", () => {
    const facts = { children: "yes", weapons: "unknown", injuries: "no", safeToCall: "no" } as const;
    given(...calmSessionOf(ana))
      .when(detailEmergency({ by: berta, facts, now: at(3) }))
      .thenRefused("not-yours");
    const step = { stepId: "s1", service: "carabineros", toldAt: at(3), procedureNumber: null } as const;
    const told: SessionEvent = { type: "emergency-step-taken", personId: ana, ...step, at: at(3) };
    const numbered: SessionEvent = { ...told, procedureNumber: "FICTICIO-1", at: at(4) };
    given(...calmSessionOf(ana), told)
      .when(takeStep({ by: ana, step, now: at(4) }))
      .thenNothing();
    expect(given(...calmSessionOf(ana), told, numbered).session.emergencyFile?.steps).toEqual([
      { ...step, procedureNumber: "FICTICIO-1" },
    ]);
  });

  test("that comes back after its outcome needs a new one", () => {
    const done: SessionEvent = {
      type: "emergency-recorded",
      by: ana,
      record: { calledService: "none", calledAt: at(3), procedureNumber: null, outcome: "not-an-emergency" },
      at: at(3),
    };
    const again = [...high, { type: "emergency-opened", personId: ana, at: at(2) } as const, done];
    given(...again)
      .when(close({ by: ana, classification: "risk", unseen: 0, now: at(5) }))
      .then({ type: "session-closed" });
    given(...again, { ...lowered, from: "high", to: "imminent", at: at(4) })
      .when(close({ by: ana, classification: "risk", unseen: 0, now: at(5) }))
      .thenRefused("emergency-without-record");
  });
});

describe("handing over", () => {
  const give = (to = free(berta), by = ana) => transfer({ by, to, weight: 0.5, now: at(3) });

  test("cold: at once, within her capacity, by the owner only, and never behind a wall", () => {
    given(...calmSessionOf(ana))
      .when(give())
      .then({ type: "session-transferred", from: ana, to: berta, how: "cold" });
    given(...calmSessionOf(ana))
      .when(give(free(berta, { load: 0.75 })))
      .thenRefused("at-capacity");
    given(...calmSessionOf(ana))
      .when(give(free(berta, { walled: true })))
      .thenRefused("walled");
    given(...calmSessionOf(ana))
      .when(give(free("carla"), berta))
      .thenRefused("not-yours");
    given(...calmSessionOf(ana), delegatedToBot(ana))
      .when(give())
      .then({ type: "delegation-ended", reason: "transferred" }, { type: "session-transferred" });
  });

  test("warm: the owner stays until the other accepts, and goes on when she does not", () => {
    const proposed: SessionEvent = {
      type: "transfer-proposed",
      from: ana,
      to: berta,
      until: at(5),
      at: at(3),
    };
    given(...calmSessionOf(ana))
      .when(proposeTransfer({ by: ana, to: free(berta), weight: 0.5, until: at(5), now: at(3) }))
      .then({ type: "transfer-proposed" });
    const after = given(...calmSessionOf(ana), proposed);
    expect(after.session.owner).toBe(ana);
    after
      .when(acceptTransfer({ executive: free(berta), weight: 0.5, now: at(4) }))
      .then({ type: "session-transferred", how: "warm" });
    after
      .when(acceptTransfer({ executive: free("carla"), weight: 0.5, now: at(4) }))
      .thenRefused("not-offered");
    after
      .when(acceptTransfer({ executive: free(berta), weight: 0.5, now: at(5) }))
      .thenRefused("not-offered");
    after.when(lapseTransfer({ now: at(4) })).thenNothing();
    after.when(lapseTransfer({ now: at(5) })).then({ type: "transfer-ended", how: "unanswered" });
  });

  test("a supervisor assigns what waits and what another attends", () => {
    const to = (id: string) => assign({ to: free(id), weight: 0.5, now: at(3) });
    given(...calmSessionOf(ana))
      .when(to(berta))
      .then({ type: "session-transferred", from: ana, how: "assigned" });
    given(...calmSessionOf(ana))
      .when(to(ana))
      .thenNothing();
    given(sessionOpened(), wrote(firstMessageId))
      .when(to(berta))
      .then({ type: "session-transferred", from: null });
  });
});

describe("beside the conversation", () => {
  test("a coach whispers; whoever did not join does not", () => {
    const whisper = note({ by: carla, noteId: "n1", kind: "whisper", now: at(3) });
    given(...calmSessionOf(ana))
      .when(whisper)
      .thenRefused("not-coaching");
    given(...calmSessionOf(ana))
      .when(coach({ by: carla, joined: true, now: at(2) }))
      .then({ type: "coaching-changed" });
    given(...calmSessionOf(ana), { type: "coaching-changed", personId: "carla", joined: true, at: at(2) })
      .when(whisper)
      .then({ type: "note-added", kind: "whisper" });
    given(sessionOpened(), wrote(firstMessageId))
      .when(coach({ by: carla, joined: true, now: at(2) }))
      .thenRefused("nobody-attends");
  });

  test("whoever attends keeps a note at hand, once, and lets go of it", () => {
    const pinned = (by: string, pinned: boolean) => pinNote({ by, noteId: "n1", pinned, now: at(3) });
    const kept: SessionEvent = { type: "note-pinned", personId: ana, noteId: "n1", pinned: true, at: at(2) };
    given(...calmSessionOf(ana))
      .when(pinned(ana, true))
      .then({ type: "note-pinned", noteId: "n1", pinned: true });
    given(...calmSessionOf(ana), kept)
      .when(pinned(ana, true))
      .then();
    given(...calmSessionOf(ana), kept)
      .when(pinned(ana, false))
      .then({ type: "note-pinned", pinned: false });
    given(...calmSessionOf(ana))
      .when(pinned(berta, true))
      .thenRefused("not-yours");
  });

  test("if it may be the aggressor who writes, no robot answers", () => {
    const probing = mark({ by: ana, mark: "aggressor-probing", set: true, now: at(3) });
    given(...calmSessionOf(ana), delegatedToBot(ana))
      .when(probing)
      .then({ type: "delegation-ended", reason: "identity-in-doubt" }, { type: "contact-marked" });
    const order = { by: ana, delegationId, topics: ["denunciar"], expiresAt: at(30), now: at(4) };
    given(...calmSessionOf(ana), {
      type: "contact-marked",
      personId: ana,
      mark: "aggressor-probing",
      set: true,
      at: at(3),
    })
      .when(delegate(order))
      .thenRefused("identity-in-doubt");
  });
});
