import { z } from "zod";
import { detailEmergency, openEmergency, takeStep } from "../session/emergency.ts";
import { classify, coach, type Judge, mark, note, pin, pinNote, setRisk } from "../session/judgement.ts";
import { decline } from "../session/ring.ts";
import { acceptTransfer, assign, proposeTransfer, transfer } from "../session/transfer.ts";
import { readPolicy } from "../store/policy.ts";
import { claiming, receiving } from "./claiming.ts";
import type { DeskPerson } from "./commands.ts";
import { type Endpoint, sessionCommand, supervisorsOnly } from "./endpoint.ts";
import { isPinnable, sealedNote } from "./notes.ts";
import { Refused } from "./problems.ts";
import {
  AddNote,
  Assign,
  Classify,
  Coach,
  EmergencyDetails,
  Mark,
  Pin,
  PinNote,
  SetRisk,
  TakeStep,
  Transfer,
} from "./requests.ts";

const Nothing = z.object({});
const judge = ({ id, role }: DeskPerson): Judge => ({ id, supervisor: role === "supervisor" });

/** Handing over, judging, noting and the emergency: every command on a session that routes.ts does not have. */
export const sessionCommands: Endpoint[] = [
  sessionCommand({
    path: "accept",
    whose: "offered",
    summary: "Takes the emergency that rings for her, or the transfer that waits for her",
    body: Nothing,
    rule: (me, _body, deps) => async (tx, now, sessionId) => {
      const claimRule = await claiming(me, deps.everybodyChooses)(tx, now, sessionId);
      const receive = await receiving(me.id, (executive, weight) =>
        acceptTransfer({ executive, weight, now }),
      )(tx, now, sessionId);
      return (session) => (session.transfer?.to === me.id ? receive(session) : claimRule(session));
    },
  }),
  sessionCommand({
    path: "decline",
    whose: "offered",
    summary: "Cannot take what rings or waits for her now; no reason is asked",
    body: Nothing,
    rule: (me) => (_tx, now) => decline({ by: me.id, now }),
  }),
  sessionCommand({
    path: "transfer",
    whose: "owner",
    summary: "Hands the session to another person: cold at once, warm when she accepts",
    body: Transfer,
    prepare: async (body, { deps, me }, sessionId) =>
      body.how === "warm"
        ? { also: (await sealedNote(deps, me, sessionId, "handover", body.note)).also }
        : {},
    rule: (me, body) => async (tx, now, sessionId) => {
      const { transferSeconds } = await readPolicy(tx);
      const until = new Date(Date.parse(now) + transferSeconds * 1_000).toISOString();
      return receiving(body.to, (to, weight) =>
        body.how === "cold"
          ? transfer({ by: me.id, to, weight, now })
          : proposeTransfer({ by: me.id, to, weight, until, now }),
      )(tx, now, sessionId);
    },
  }),
  sessionCommand({
    path: "assign",
    whose: "anyone",
    summary: "Gives a session to somebody, whoever attends it now",
    roles: supervisorsOnly,
    body: Assign,
    rule:
      (_me, { to }) =>
      (tx, now, sessionId) =>
        receiving(to, (executive, weight) => assign({ to: executive, weight, now }))(tx, now, sessionId),
  }),
  sessionCommand({
    path: "coach",
    whose: "anyone",
    summary: "Joins as a coach who whispers to the executive, or leaves",
    roles: supervisorsOnly,
    body: Coach,
    rule:
      (me, { joined }) =>
      (_tx, now) =>
        coach({ by: judge(me), joined, now }),
  }),
  sessionCommand({
    path: "risk",
    whose: "owner-or-supervisor",
    summary: "Decides how urgent the session is, with a reason; may lower what software raised",
    body: SetRisk,
    prepare: async (body, { deps, me }, sessionId) =>
      body.note ? { also: (await sealedNote(deps, me, sessionId, "note", body.note)).also } : {},
    rule:
      (me, { to, reason }) =>
      (_tx, now) =>
        setRisk({ by: judge(me), to, reason, now }),
  }),
  sessionCommand({
    path: "classify",
    whose: "owner",
    summary: "Says what kind of conversation it is",
    body: Classify,
    rule:
      (me, { classification }) =>
      (_tx, now) =>
        classify({ by: me.id, classification, now }),
  }),
  sessionCommand({
    path: "notes",
    whose: "owner-or-supervisor",
    summary: "Writes a note on the session, or whispers as its coach; sealed",
    body: AddNote,
    prepare: async ({ noteId, kind, text }, { deps, me }, sessionId) => ({
      also: (await sealedNote(deps, me, sessionId, kind, text, noteId)).also,
    }),
    rule:
      (me, { noteId, kind }) =>
      (_tx, now) =>
        note({ by: judge(me), noteId, kind, now }),
  }),
  sessionCommand({
    path: "pins",
    whose: "owner",
    summary: "Puts a message on the context card, or takes it away",
    body: Pin,
    rule:
      (me, { messageId, pinned }) =>
      (_tx, now) =>
        pin({ by: me.id, messageId, pinned, now }),
  }),
  sessionCommand({
    path: "notes/pins",
    whose: "owner",
    summary: "Puts a note on the context card, or takes it away",
    body: PinNote,
    rule:
      (me, { noteId, pinned }) =>
      async (tx, now, sessionId) => {
        if (!(await isPinnable(tx, noteId, sessionId))) throw new Refused("not-found");
        return pinNote({ by: me.id, noteId, pinned, now });
      },
  }),
  sessionCommand({
    path: "marks",
    whose: "owner",
    summary: "Says who is probably writing: another person, a minor, perhaps the aggressor",
    body: Mark,
    rule:
      (me, { mark: name, set }) =>
      (_tx, now) =>
        mark({ by: me.id, mark: name, set, now }),
  }),
  sessionCommand({
    path: "emergency/open",
    whose: "owner-or-supervisor",
    summary: "Opens an emergency record by hand; it then needs an outcome",
    body: Nothing,
    rule: (me) => (_tx, now) => openEmergency({ by: judge(me), now }),
  }),
  sessionCommand({
    path: "emergency/details",
    whose: "owner",
    summary: "Writes what is known of the emergency",
    body: EmergencyDetails,
    prepare: async ({ place }, { deps, me }, sessionId) =>
      place ? { also: (await sealedNote(deps, me, sessionId, "place", place)).also } : {},
    rule:
      (me, { place: _place, ...facts }) =>
      (_tx, now) =>
        detailEmergency({ by: me.id, facts, now }),
  }),
  sessionCommand({
    path: "emergency/steps",
    whose: "owner",
    summary: "Writes down who was told, when, and under which number",
    body: TakeStep,
    rule: (me, step) => (_tx, now) => takeStep({ by: me.id, step, now }),
  }),
];
