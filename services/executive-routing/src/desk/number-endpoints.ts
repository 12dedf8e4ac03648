import type { RevealPurpose } from "@liss/contracts";
import { z } from "zod";
import type { Session } from "../session/session.ts";
import type { DeskPerson } from "./commands.ts";
import { type Endpoint, everybodyAtTheDesk } from "./endpoint.ts";
import { AskNumber, HerNumber } from "./number-requests.ts";
import { Refused } from "./problems.ts";
import { sessionOf } from "./retention-endpoints.ts";

/** Long enough to dictate it to somebody on the phone, short enough not to be left on a screen. */
const showSeconds = 30;

/** Her number, which only the gateway has: with a purpose, on the record, for a moment. Source: domain.md §3.8. */
export const numberEndpoints: Endpoint[] = [
  {
    method: "post",
    path: "/sessions/:id/number",
    summary: "Her number, for the emergency card or by a supervisor, with a purpose, on the record",
    roles: everybodyAtTheDesk,
    whose: "owner-or-supervisor",
    body: AskNumber,
    answer: HerNumber,
    handle: async ({ deps, me, req, params }) => {
      const sessionId = z.uuid().parse(params.id);
      const { purpose } = AskNumber.parse(req.body ?? {});
      const { state } = await sessionOf(deps.db, sessionId, me.id);
      const refusal = mayKnow(me, state, purpose);
      if (refusal) throw new Refused(refusal);
      const { contactId } = state;
      const number = await deps.revealNumber({
        contactId,
        sessionId,
        personId: me.id,
        role: me.role,
        purpose,
      });
      if (number === "no-answer") throw new Refused("unavailable");
      if (number === "unknown") throw new Refused("not-found");
      return { number, showSeconds } satisfies HerNumber;
    },
  },
];

/** Whoever attends her, while there is an emergency and for it alone; a supervisor, for any purpose of the list. */
function mayKnow(
  me: DeskPerson,
  session: Session,
  purpose: RevealPurpose,
): "not-yours" | "no-emergency" | "not-permitted" | undefined {
  if (me.role === "supervisor") return undefined;
  if (session.owner !== me.id) return "not-yours";
  if (session.tier !== "imminent" && session.emergencyFile === null) return "no-emergency";
  return purpose === "emergency-services" ? undefined : "not-permitted";
}
