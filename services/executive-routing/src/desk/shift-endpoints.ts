import { ColleagueChanged, colleagueTraits, PolicyChanged, ReadinessChanged } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { isOpen, localTime } from "../hours/schedule.ts";
import { lockStaff, standingOf } from "../queue/take.ts";
import { declare, takeOff } from "../shift/presence.ts";
import { recordChanges, shiftChanged } from "../store/feed.ts";
import { readPolicy, writePolicy } from "../store/policy.ts";
import type { DeskPerson } from "./commands.ts";
import { deskCommand, type Endpoint, everybodyAtTheDesk, question, supervisorsOnly } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import {
  ChangePerson,
  ChangePolicy,
  Colleagues,
  DeclarePresence,
  Hours,
  MyDay,
  MyShift,
  Policy,
  Ready,
  Shift,
  TakeOff,
} from "./requests.ts";
import { dayOf, shiftOf } from "./shift-view.ts";

/** The shift: her own state, the team's, and how the desk works. */
export const shiftEndpoints: Endpoint[] = [
  question({
    path: "/me/shift",
    summary: "Her own shift: presence, readiness, and what she has carried; nobody else is shown it",
    answer: MyShift,
    handle: async ({ deps: { db }, me }) => {
      const presence = await db
        .selectFrom("presence")
        .select("state")
        .where("person_id", "=", me.id)
        .executeTakeFirst();
      const executive = await db
        .selectFrom("executives")
        .select(["ready", "may_choose"])
        .where("person_id", "=", me.id)
        .executeTakeFirst();
      const { awayMinutes } = await readPolicy(db);
      const { inARow, onShift, protectedUntil, takenOff } = await standingOf(db, me.id);
      return {
        presence: presence?.state ?? "unknown",
        ready: executive?.ready ?? false,
        mayChoose: executive?.may_choose ?? false,
        takenOff,
        protectedUntil,
        emergencies: { inARow, onShift },
        awayMinutes,
      };
    },
  }),
  deskCommand({
    path: "/me/presence",
    summary: "Says that she is here, on a break, or that her shift is over",
    body: DeclarePresence,
    does: async (tx, { state }, { me, now }) => {
      await declare(tx, me, state, now);
      return undefined;
    },
  }),
  deskCommand({
    path: "/me/ready",
    summary: "The desk gives her the next one as soon as she has room, or no longer",
    body: Ready,
    does: async (tx, { ready }, { me, deps, now }) => {
      await lockStaff(tx, me, deps.everybodyChooses, now);
      const changed = await tx
        .updateTable("executives")
        .set({ ready })
        .where("person_id", "=", me.id)
        .where("ready", "<>", ready)
        .returning("person_id")
        .executeTakeFirst();
      if (changed)
        await appendEvents(tx, [
          ReadinessChanged.create({ ...by(me, now), data: { personId: me.id, ready } }),
        ]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/me/take-off",
    summary: "One tap: no emergencies for now. No reason is asked",
    body: TakeOff,
    does: async (tx, { off }, { me, now }) => {
      await takeOff(tx, me, off, now);
      return undefined;
    },
  }),
  question({
    path: "/me/day",
    summary: "Her own figures of today; nobody else is shown them",
    answer: MyDay,
    handle: async ({ deps: { db, clock }, me }) => {
      const { hours } = await readPolicy(db);
      return dayOf(db, me.id, hours.timeZone, clock.now());
    },
  }),
  question({
    path: "/colleagues",
    summary: "To whom a session can be handed over now",
    answer: Colleagues,
    handle: async ({ deps: { db }, me }) => ({
      people: (await shiftOf(db)).people
        .filter(({ id }) => id !== me.id)
        .map(({ id, name, role, presence, load, capacity }) => ({
          id,
          name,
          role,
          presence,
          room: Math.max(0, capacity - load),
        })),
    }),
  }),
  question({
    path: "/hours",
    summary: "When people attend, and the holidays to come",
    roles: supervisorsOnly,
    answer: Hours,
    handle: async ({ deps: { db, clock, isHoliday, holidays } }) => {
      const now = clock.now();
      const { hours } = await readPolicy(db);
      const { date } = localTime(now, hours.timeZone);
      return { now, open: isOpen(hours, now, isHoliday), hours, holidays: holidays(date) };
    },
  }),
  question({
    path: "/shift",
    summary: "Who works, with what load",
    roles: supervisorsOnly,
    answer: Shift,
    handle: async ({ deps: { db } }) => shiftOf(db),
  }),
  deskCommand({
    method: "put",
    path: "/people/:id",
    summary: "Changes a person's capacity, permission to choose, team, languages or skills",
    roles: supervisorsOnly,
    body: ChangePerson,
    does: async (tx, changed, { me, params, now, deps }) => {
      const { mayChoose, ...change } = changed;
      const values = { ...change, ...(mayChoose !== undefined && { may_choose: mayChoose }) };
      const names = colleagueTraits.filter((name) => changed[name] !== undefined);
      if (names.length === 0) return undefined;
      const id = z.string().parse(params.id);
      const person = (await deps.identity.staff.list()).find((one) => one.id === id && one.active);
      if (!person || !everybodyAtTheDesk.some((role) => role === person.role)) throw new Refused("not-found");
      // She may be prepared for the desk before her first shift.
      await tx
        .insertInto("executives")
        .values({
          person_id: id,
          name: person.name,
          role: person.role,
          may_choose: person.role === "supervisor" || deps.everybodyChooses,
          ...values,
        })
        .onConflict((conflict) => conflict.column("person_id").doUpdateSet(values))
        .execute();
      const data = { personId: me.id, about: id, names, team: change.team };
      await appendEvents(tx, [ColleagueChanged.create({ ...by(me, now), data })]);
      await recordChanges(tx, [shiftChanged]);
      return undefined;
    },
  }),
  question({
    path: "/policy",
    summary: "How the desk works",
    answer: Policy,
    handle: async ({ deps: { db } }) => readPolicy(db),
  }),
  deskCommand({
    method: "put",
    path: "/policy",
    summary: "Changes how the desk works; what is left out stays as it is",
    roles: supervisorsOnly,
    body: ChangePolicy,
    answer: Policy,
    does: async (tx, change, { me, now }) => {
      const policy = Policy.parse({ ...(await readPolicy(tx)), ...change });
      await writePolicy(tx, policy);
      const names = Object.keys(change);
      if (names.length > 0) await appendEvents(tx, [policyChanged(me, names, now)]);
      return policy;
    },
  }),
];

function policyChanged(me: DeskPerson, names: string[], now: string) {
  return PolicyChanged.create({ ...by(me, now), data: { personId: me.id, names } });
}

const by = ({ id, role }: DeskPerson, now: string) => ({
  id: uuidv7(),
  source: "executive-routing" as const,
  occurredAt: now,
  actor: { kind: "person" as const, id, role },
});
