import { ReferralMade, ReferralSettled, sessionScope } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { z } from "zod";
import { Refer, Referrals, SettleReferral } from "./case-requests.ts";
import { deskCommand, type Endpoint, question } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";
import { aboutSession } from "./routes.ts";
import { hers, readable } from "./whose-case.ts";

/** Referrals: only with her consent, purpose by purpose, or as an emergency with its reason; and what became of them. */
export const referralEndpoints: Endpoint[] = [
  question({
    path: "/sessions/:id/referrals",
    whose: "reader",
    summary: "Where she was referred, and what became of it",
    answer: Referrals,
    handle: async (asked) => {
      const session = await readable(asked);
      const rows = await asked.deps.db
        .selectFrom("referrals")
        .leftJoin("directory", "directory.id", "referrals.directory_id")
        .selectAll("referrals")
        .select("directory.name")
        .where("session_id", "=", session.id)
        .orderBy("made_at")
        .execute();
      return {
        referrals: rows.map((row) => ({
          id: row.id,
          kind: row.kind,
          service: row.name,
          basis: row.basis,
          purposes: row.purposes,
          state: row.state,
          madeAt: row.made_at.toISOString(),
          settledAt: row.settled_at?.toISOString() ?? null,
        })),
      };
    },
  }),
  deskCommand({
    path: "/sessions/:id/referrals",
    whose: "reader",
    summary:
      "Refers her to a service, with her consent purpose by purpose, or as an emergency with its reason",
    body: Refer,
    answer: Done,
    does: async (tx, { referralId, kind, directoryId, basis, purposes, reason }, { now, ...asked }) => {
      const session = await hers(asked);
      const { deps, me } = asked;
      const sealed = reason
        ? await deps.vault.seal(sessionScope(session.contactId, session.id), `referral:${referralId}`, reason)
        : null;
      await tx
        .insertInto("referrals")
        .values({
          id: referralId,
          session_id: session.id,
          kind,
          directory_id: directoryId,
          basis,
          purposes,
          reason_key_id: sealed?.keyId ?? null,
          reason_box: sealed ? Buffer.from(sealed.box, "base64") : null,
          made_by: me.id,
          made_at: now,
        })
        .execute();
      const data = { personId: me.id, referralId, kind, basis, purposes };
      await appendEvents(tx, [ReferralMade.create({ ...aboutSession(session, me, deps.clock), data })]);
      return undefined;
    },
  }),
  deskCommand({
    path: "/sessions/:id/referrals/:referral/result",
    whose: "reader",
    summary: "Writes what the service answered: the loop is closed",
    body: SettleReferral,
    answer: Done,
    does: async (tx, { state }, { now, ...asked }) => {
      const session = await hers(asked);
      const { deps, me } = asked;
      const referralId = z.uuid().parse(asked.params.referral);
      const settled = await tx
        .updateTable("referrals")
        .set({ state, settled_by: me.id, settled_at: now })
        .where("id", "=", referralId)
        .where("session_id", "=", session.id)
        .returning("id")
        .executeTakeFirst();
      if (!settled) throw new Refused("not-found");
      const data = { personId: me.id, referralId, state };
      await appendEvents(tx, [ReferralSettled.create({ ...aboutSession(session, me, deps.clock), data })]);
      return undefined;
    },
  }),
];
