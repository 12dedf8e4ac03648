import { FactsChanged } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { mayChangeField } from "../case/fields.ts";
import { CaseFacts, ChangeFacts } from "./case-requests.ts";
import { deskCommand, type Endpoint, question } from "./endpoint.ts";
import { factsFor, sealFacts } from "./facts.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";
import { aboutSession } from "./routes.ts";
import { hers, readable } from "./whose-case.ts";

/** The structured facts of the case, each with its own permission. */
export const factsEndpoints: Endpoint[] = [
  question({
    path: "/sessions/:id/case",
    whose: "reader",
    summary: "The facts of the case that she may read",
    answer: CaseFacts,
    handle: async (asked) => factsFor(asked.deps, asked.me, await readable(asked)),
  }),
  deskCommand({
    method: "put",
    path: "/sessions/:id/case",
    whose: "reader",
    summary: "Changes facts of the case, each within its own permission",
    body: ChangeFacts,
    answer: Done,
    does: async (tx, { facts }, { now, ...asked }) => {
      const session = await hers(asked);
      const { deps, me } = asked;
      const sealed = await sealFacts(deps, session.contactId, facts);
      for (const { field, box } of sealed) {
        if (!mayChangeField(field, me, session, now)) throw new Refused("not-permitted", field);
        const at = { contact_id: session.contactId, field };
        if (box === null) {
          await tx
            .deleteFrom("case_facts")
            .where("contact_id", "=", at.contact_id)
            .where("field", "=", field)
            .execute();
          continue;
        }
        const value = {
          content_key_id: box.keyId,
          content_box: Buffer.from(box.box, "base64"),
          by_id: me.id,
          at: now,
        };
        await tx
          .insertInto("case_facts")
          .values({ ...at, ...value })
          .onConflict((conflict) => conflict.columns(["contact_id", "field"]).doUpdateSet(value))
          .execute();
      }
      const data = { personId: me.id, fields: sealed.map(({ field }) => field) };
      await appendEvents(tx, [FactsChanged.create({ ...aboutSession(session, me, deps.clock), data })]);
      return undefined;
    },
  }),
];
