import { ReferralMade, ReferralSettled, sessionScope } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { KeyDestroyed, SealBroken } from "@liss/vault";
import { z } from "zod";
import { Refer, Referrals, SettleReferral } from "./case-requests.ts";
import { deskCommand, type Endpoint, question } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";
import { aboutSession, type DeskDependencies } from "./routes.ts";
import { hers, isHers, readable } from "./whose-case.ts";

/** Binds the reason's box to its place. */
const reasonContext = (referralId: string) => `referral:${referralId}`;

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
        .leftJoin("executives", "executives.person_id", "referrals.made_by")
        .selectAll("referrals")
        .select(["directory.name", "executives.name as made_by_name"])
        .where("session_id", "=", session.id)
        .orderBy("made_at")
        .execute();
      return {
        mayChange: isHers(asked.me, session),
        referrals: await Promise.all(
          rows.map(async (row) => ({
            id: row.id,
            kind: row.kind,
            service: row.name,
            basis: row.basis,
            purposes: row.purposes,
            reason: await reasonOf(asked.deps.vault, row),
            madeByName: row.made_by_name ?? row.made_by,
            state: row.state,
            madeAt: row.made_at.toISOString(),
            settledAt: row.settled_at?.toISOString() ?? null,
          })),
        ),
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
        ? await deps.vault.seal(
            sessionScope(session.contactId, session.id),
            reasonContext(referralId),
            reason,
          )
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

/** Why it could not wait for her consent; null when there is none, or it was destroyed. */
async function reasonOf(
  vault: DeskDependencies["vault"],
  { id, reason_key_id, reason_box }: { id: string; reason_key_id: string | null; reason_box: Buffer | null },
): Promise<string | null> {
  if (!reason_key_id || !reason_box?.length) return null;
  try {
    const sealed = { keyId: reason_key_id, box: reason_box.toString("base64") };
    return (await vault.open(sealed, reasonContext(id))).toString("utf8");
  } catch (error) {
    if (error instanceof KeyDestroyed || error instanceof SealBroken) return null;
    throw error;
  }
}
