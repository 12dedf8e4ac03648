import { PersonChanged, type personChanges } from "@liss/contracts";
import type { EntryLink, Person } from "@liss/identity";
import { appendEvents } from "@liss/messaging";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { type Asked, deskCommand, type Endpoint, question, supervisorsOnly } from "./endpoint.ts";
import { ChangeRole, InvitePerson, LinkMade, People } from "./people-requests.ts";
import { Refused } from "./problems.ts";

const Nothing = z.object({});
const PersonParam = z.object({ id: z.uuid() });

/** What somebody is at the desk before she ever sat down at it. */
const newcomer = { capacity: 1, mayChoose: false, team: null, languages: [], skills: [] };

/** Who may enter: invited, changed, let back in and deactivated by supervisors, each on the record. */
export const peopleEndpoints: Endpoint[] = [
  question({
    path: "/people",
    summary: "Everybody who works or worked here, how she enters and how the desk treats her",
    roles: supervisorsOnly,
    answer: People,
    handle: async ({ deps: { db, identity } }): Promise<People> => {
      const [staff, rows] = await Promise.all([
        identity.staff.list(),
        db
          .selectFrom("executives")
          .select(["person_id", "capacity", "may_choose as mayChoose", "team", "languages", "skills"])
          .execute(),
      ]);
      const atTheDesk = new Map(rows.map(({ person_id, ...row }) => [person_id, row]));
      return {
        people: staff.map(({ linkUntil, lastLoginAt, ...person }) => ({
          ...person,
          linkUntil: linkUntil?.toISOString() ?? null,
          lastLoginAt: lastLoginAt?.toISOString() ?? null,
          ...(atTheDesk.get(person.id) ?? newcomer),
        })),
      };
    },
  }),
  makingLink(
    "/people",
    "Invites somebody: a link with which she sets her own password",
    InvitePerson,
    async (person, asked) => {
      const invited = await asked.deps.identity.staff.invite(person, recording(asked, "invited"));
      if (!invited) throw new Refused("email-taken");
      return invited;
    },
  ),
  makingLink(
    "/people/:id/recovery",
    "Takes password, second factor and logins away, and makes a link to begin anew",
    Nothing,
    (_body, asked) =>
      asked.deps.identity.staff.recover(another(asked), recording(asked, "recovery-link-made")),
  ),
  makingLink(
    "/people/:id/reactivate",
    "Lets somebody work here again, through a link as at first",
    Nothing,
    (_body, asked) => asked.deps.identity.staff.reactivate(another(asked), recording(asked, "reactivated")),
  ),
  deskCommand({
    path: "/people/:id/role",
    summary: "Gives somebody another role; her logins end",
    roles: supervisorsOnly,
    body: ChangeRole,
    does: async (_tx, { role }, asked) => {
      const changed = await asked.deps.identity.staff.changeRole(
        another(asked),
        role,
        recording(asked, "role-changed"),
      );
      if (!changed) throw new Refused("not-found");
      return undefined;
    },
  }),
  deskCommand({
    path: "/people/:id/deactivate",
    summary: "Closes somebody's account: no login, no password, no link; her name stays on the record",
    roles: supervisorsOnly,
    body: Nothing,
    does: async (_tx, _body, asked) => {
      const { staff } = asked.deps.identity;
      if (!(await staff.deactivate(another(asked), recording(asked, "deactivated"))))
        throw new Refused("not-found");
      return undefined;
    },
  }),
];

/**
 * A command whose answer is a secret. It is not kept under its Idempotency-Key as other answers are, because nobody may
 * read it later: repeated, it makes another link, and the last one is worthless.
 */
function makingLink<Body extends z.ZodType>(
  path: string,
  summary: string,
  body: Body,
  does: (body: z.output<Body>, asked: Asked) => Promise<{ person: Person; link: EntryLink } | undefined>,
): Endpoint {
  return {
    method: "post",
    path,
    summary,
    roles: supervisorsOnly,
    whose: "anyone",
    body,
    answer: LinkMade,
    handle: async (asked): Promise<LinkMade> => {
      const made = await does(body.parse(asked.req.body ?? {}), asked);
      if (!made) throw new Refused("not-found");
      const { person, link } = made;
      return { personId: person.id, url: link.url, expiresAt: link.expiresAt.toISOString() };
    },
  };
}

/** Whom the path names. Nobody changes her own account: a supervisor would lock herself out, or promote herself. */
function another({ params, me }: Asked): string {
  const { id } = PersonParam.parse(params);
  if (id === me.id) throw new Refused("own-account");
  return id;
}

/** Puts the change on the record, before it is final. */
function recording({ deps, me }: Asked, change: (typeof personChanges)[number]) {
  return async ({ id, role }: Person): Promise<void> => {
    const event = PersonChanged.create({
      id: uuidv7(),
      source: "executive-routing",
      occurredAt: deps.clock.now(),
      actor: { kind: "person", id: me.id, role: me.role },
      data: { personId: me.id, about: id, change, role },
    });
    await deps.db.transaction().execute((tx) => appendEvents(tx, [event]));
    deps.changed();
  };
}
