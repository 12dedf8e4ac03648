import { CannedReplyChanged } from "@liss/contracts";
import type { Transaction } from "@liss/database";
import { appendEvents } from "@liss/messaging";
import { loadCheckText } from "@liss/safety";
import { v7 as uuidv7 } from "uuid";
import { coverReplies } from "../canned/cover-replies.es-cl.ts";
import { fillVariables } from "../canned/variables.ts";
import type { RoutingTables } from "../database/tables.ts";
import { CannedReplies, RemoveCanned, WriteCanned } from "./canned-requests.ts";
import type { DeskPerson } from "./commands.ts";
import { deskCommand, type Endpoint, question } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";

const checkText = loadCheckText();
/** As she will read it: the names of the variables are not what she sees. */
const example = { saludo: "Buenas tardes", ejecutiva: "Ana", hora: "18:30" };
/** What belongs to one person. Addresses may be those of a centre. */
const ofSomebody: ReadonlySet<string> = new Set(["rut", "phone", "email"]);

/** Texts written once and sent often. The team's are the supervisors' to write; each person has her own. */
export const cannedEndpoints: Endpoint[] = [
  question({
    path: "/canned-replies",
    summary: "Her canned texts, the team's, and those of the cover for whoever may not be alone",
    answer: CannedReplies,
    handle: async ({ deps: { db, safety }, me }) => {
      const rows = await db
        .selectFrom("canned_replies")
        .select(["id", "owner_id", "name", "text"])
        .where((is) => is.or([is("owner_id", "is", null), is("owner_id", "=", me.id)]))
        .orderBy("name")
        .execute();
      const written = rows.map(({ id, owner_id, name, text }) => ({
        id,
        scope: owner_id === null ? ("team" as const) : ("personal" as const),
        name,
        text,
        betrays: !checkText(fillVariables(text, example)).safe,
        mayChange: owner_id !== null || me.role === "supervisor",
      }));
      const names = new Set(written.map(({ name }) => name));
      const covering = coverReplies(safety.cover).filter(({ name }) => !names.has(name));
      return { replies: [...written, ...covering] } satisfies CannedReplies;
    },
  }),
  deskCommand({
    method: "put",
    path: "/canned-replies",
    summary: "Writes a canned text, her own or, for supervisors, the team's",
    body: WriteCanned,
    answer: Done,
    does: async (tx, { replyId, scope, name, text }, { me, now }) => {
      const owner = ownerOf(scope, me);
      await changeable(tx, replyId, me);
      // Such a text goes to many women: it names nobody and nothing of anybody.
      if (checkText(text, undefined, { pii: true }).reasons.some(({ code }) => ofSomebody.has(code)))
        throw new Refused("text-with-personal-data");
      const taken = await tx
        .selectFrom("canned_replies")
        .select("id")
        .where("owner_id", owner === null ? "is" : "=", owner)
        .where("name", "=", name)
        .where("id", "<>", replyId)
        .executeTakeFirst();
      if (taken) throw new Refused("name-taken");
      const written = { owner_id: owner, name, text, by_id: me.id, at: now };
      await tx
        .insertInto("canned_replies")
        .values({ id: replyId, ...written })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(written))
        .execute();
      await appendEvents(tx, [changed(me, { replyId, scope, change: "written" }, now)]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/canned-replies/remove",
    summary: "Takes a canned text away; one that is gone already is gone",
    body: RemoveCanned,
    answer: Done,
    does: async (tx, { replyId }, { me, now }) => {
      const scope = await changeable(tx, replyId, me);
      if (!scope) return undefined;
      await tx.deleteFrom("canned_replies").where("id", "=", replyId).execute();
      await appendEvents(tx, [changed(me, { replyId, scope, change: "removed" }, now)]);
      return undefined;
    },
  }),
];

type Scope = "personal" | "team";

function ownerOf(scope: Scope, me: DeskPerson): string | null {
  if (scope === "personal") return me.id;
  if (me.role !== "supervisor") throw new Refused("not-permitted");
  return null;
}

/** Whose the text is, if there is one and she may change it. Somebody else's own does not exist for her. */
async function changeable(
  tx: Transaction<RoutingTables>,
  replyId: string,
  me: DeskPerson,
): Promise<Scope | undefined> {
  const row = await tx
    .selectFrom("canned_replies")
    .select("owner_id")
    .where("id", "=", replyId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.owner_id !== null && row.owner_id !== me.id) throw new Refused("not-found");
  const scope = row.owner_id === null ? "team" : "personal";
  ownerOf(scope, me);
  return scope;
}

function changed(
  { id, role }: DeskPerson,
  change: { replyId: string; scope: Scope; change: "written" | "removed" },
  now: string,
) {
  return CannedReplyChanged.create({
    id: uuidv7(),
    source: "executive-routing",
    occurredAt: now,
    actor: { kind: "person", id, role },
    data: { personId: id, ...change },
  });
}
