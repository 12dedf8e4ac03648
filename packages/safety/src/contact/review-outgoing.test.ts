import { type OutgoingContent, SafeContactPlan } from "@liss/contracts";
import { describe, expect, test } from "vitest";
import { loadSafety } from "../safety.ts";
import type { Outgoing } from "./review-outgoing.ts";

const { reviewOutgoing } = loadSafety();
const say = (text: string): OutgoingContent => ({ kind: "text", text });
const outgoing = (given: Partial<Outgoing>): Outgoing => ({
  plan: undefined,
  content: say("Hola, ¿cómo estás?"),
  author: "executive",
  now: "2026-11-30T15:00:00.000Z",
  lastInboundAt: "2026-11-30T14:58:00.000Z",
  neutral: false,
  ...given,
});
const override = { by: "ana", reason: "she-is-alone" as const };

test("an answer that gives nothing away goes", () => {
  expect(reviewOutgoing(outgoing({}))).toEqual({ allowed: true, overridden: [] });
});

describe("words that would betray her", () => {
  const betraying = outgoing({ content: say("¿Ya hiciste la denuncia?") });
  test("stop the message and say why, in the field where they are", () => {
    const review = reviewOutgoing(betraying);
    expect(review).toMatchObject({ allowed: false, overridable: true });
    expect(!review.allowed && review.refusals[0]).toMatchObject({
      by: "words",
      reason: { field: "text", code: "justice" },
    });
  });
  test("go when a person answers for them, and stay on the record", () => {
    const review = reviewOutgoing({ ...betraying, override });
    expect(review.allowed && review.overridden.map(({ code }) => code)).toEqual(["justice"]);
  });
  test.each([
    ["the robot", { author: "robot" as const }],
    ["anybody while it is not known that it is she", { neutral: true }],
    ["anybody on a phone that others read", { plan: SafeContactPlan.parse({ readBy: "others" }) }],
    ["anybody against a word of her plan", { plan: SafeContactPlan.parse({ avoid: ["denuncia"] }) }],
  ])("are answered for by nobody: %s", (_, given) => {
    expect(reviewOutgoing({ ...betraying, ...given, override })).toMatchObject({
      allowed: false,
      overridable: false,
    });
  });
});

test("who alone reads her phone is spoken to plainly, as long as it is she", () => {
  const plan = SafeContactPlan.parse({ readBy: "only-her", avoid: ["Temuco"] });
  const plainly = outgoing({ plan, content: say("¿Ya hiciste la denuncia?") });
  expect(reviewOutgoing(plainly)).toEqual({ allowed: true, overridden: [] });
  expect(reviewOutgoing({ ...plainly, author: "robot" })).toMatchObject({ allowed: true });
  expect(reviewOutgoing({ ...plainly, neutral: true })).toMatchObject({ allowed: false });
  expect(reviewOutgoing({ ...plainly, content: say("la denuncia de Temuco") })).toMatchObject({
    allowed: false,
    overridable: false,
  });
});

test("only the service's own notice says what it must", () => {
  const urgent = outgoing({ content: say("Si es urgente, llama al 133."), mandated: ["help-number"] });
  expect(reviewOutgoing({ ...urgent, author: "system" })).toMatchObject({ allowed: true });
  expect(reviewOutgoing({ ...urgent, author: "robot" })).toMatchObject({ allowed: false });
  const shared = SafeContactPlan.parse({ readBy: "others" });
  expect(reviewOutgoing({ ...urgent, author: "system", plan: shared })).toMatchObject({ allowed: false });
});

test("what her plan forbids is overridden by nobody", () => {
  const review = reviewOutgoing(outgoing({ plan: SafeContactPlan.parse({ writing: "never" }), override }));
  expect(review).toEqual({
    allowed: false,
    overridable: false,
    refusals: [{ by: "plan", code: "never-write", sentence: "Ella pidió que no se le escriba." }],
  });
});

test("buttons, rows, captions, file names and addresses are read too", () => {
  const list: OutgoingContent = {
    kind: "list",
    body: "Elige una opción",
    button: "Ver",
    sections: [
      {
        rows: [
          { id: "1", title: "Talleres" },
          { id: "2", title: "Denunciar", description: "Carabineros" },
        ],
      },
    ],
  };
  const link: OutgoingContent = {
    kind: "link",
    body: "Hola, ¿cómo estás?",
    title: "Abrir",
    url: "https://www.sernameg.example/ayuda",
  };
  const fieldsOf = (content: OutgoingContent) => {
    const review = reviewOutgoing(
      outgoing({ content, plan: SafeContactPlan.parse({ mayReceiveMedia: true }) }),
    );
    return review.allowed
      ? []
      : review.refusals.map((refusal) => (refusal.by === "words" ? refusal.reason.field : refusal.code));
  };
  expect(fieldsOf(list)).toEqual(["sections[0].rows[1].title", "sections[0].rows[1].description"]);
  expect(fieldsOf(link)).toEqual(["url"]);
  expect(
    fieldsOf({
      kind: "document",
      object: crypto.randomUUID(),
      mimeType: "application/pdf",
      bytes: 9,
      filename: "denuncia.pdf",
    }),
  ).toEqual(["filename"]);
});
