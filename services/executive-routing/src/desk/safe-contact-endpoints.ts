import {
  defaultSafeContactPlan,
  type OutgoingContent,
  type SafeContactPlan,
  SafeContactPlanChanged,
} from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import type { Cover } from "@liss/safety";
import { tellDuressWord } from "../sending/duress-word.ts";
import { readSafeContact, sealPlan, writePlan } from "../sending/safe-contact.ts";
import { isNeutral } from "../sending/send.ts";
import type { Session } from "../session/session.ts";
import { lockContact } from "../store/contacts.ts";
import { recordChanges } from "../store/feed.ts";
import { deskCommand, type Endpoint, everybodyAtTheDesk, question } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";
import { aboutSession } from "./routes.ts";
import { CheckWords, PlanKnown, SafetyReview, WritePlan } from "./safe-contact-requests.ts";
import { asSafetyReview } from "./safety-review.ts";
import { hers, readable } from "./whose-case.ts";

/** What she agreed about being written to, and what may be written to her now. */
export const safeContactEndpoints: Endpoint[] = [
  question({
    path: "/sessions/:id/safe-contact-plan",
    whose: "reader",
    summary: "What she agreed about being written to",
    answer: PlanKnown,
    handle: async (asked): Promise<PlanKnown> => {
      const session = await readable(asked);
      const { deps, me } = asked;
      const { plan, changed, goodbyeAt } = await readSafeContact(deps.db, deps.vault, session.contactId);
      const mayChange = session.owner === me.id || me.role === "supervisor";
      const known = plan !== undefined;
      const inForce = goodbyeAt !== null && goodbyeAt >= session.lastInboundAt;
      return {
        plan: plan ?? defaultSafeContactPlan,
        known,
        changed,
        goodbyeAt: inForce ? goodbyeAt : null,
        mayChange,
        ask: session.owner === me.id && !inForce ? toAsk(session, changed, deps.safety.cover) : null,
      };
    },
  }),
  deskCommand({
    method: "put",
    path: "/sessions/:id/safe-contact-plan",
    whose: "reader",
    summary: "Writes down what she agreed about being written to",
    body: WritePlan,
    answer: Done,
    does: async (tx, plan, { now, ...asked }) => {
      const session = await hers(asked);
      const { deps, me } = asked;
      if (me.role !== "supervisor" && session.owner !== me.id) throw new Refused("not-yours");
      await lockContact(tx, session.contactId);
      const before = await readSafeContact(tx, deps.vault, session.contactId);
      const sealed = await sealPlan(deps.vault, session.contactId, plan);
      await writePlan(tx, session.contactId, sealed, { by: me.id, at: now });
      const data = { personId: me.id, fields: changedFields(before.plan ?? defaultSafeContactPlan, plan) };
      await appendEvents(tx, [
        SafeContactPlanChanged.create({ ...aboutSession(session, me, deps.clock), data }),
      ]);
      const facts = aboutSession(session, me, deps.clock);
      await tellDuressWord(tx, deps.vault, facts, { before: before.plan, plan });
      await recordChanges(tx, [{ kind: "session", sessionId: session.id, refId: session.id }]);
      return undefined;
    },
  }),
  {
    method: "post",
    path: "/sessions/:id/safety-check",
    whose: "reader",
    roles: everybodyAtTheDesk,
    summary: "Whether these words may be written to her now, and why not; nothing is sent nor recorded",
    body: CheckWords,
    answer: SafetyReview,
    handle: async (asked) => {
      const { text, file } = CheckWords.parse(asked.req.body ?? {});
      const session = await readable(asked);
      const { db, vault, safety, clock } = asked.deps;
      const { plan, goodbyeAt } = await readSafeContact(db, vault, session.contactId);
      const review = safety.reviewOutgoing({
        plan,
        goodbyeAt,
        content: file ? proposedFile(file, text) : { kind: "text", text: text || "." },
        author: "executive",
        now: clock.now(),
        lastInboundAt: session.lastInboundAt,
        neutral: isNeutral(session),
      });
      return review.allowed ? { refusals: [], overridable: false } : asSafetyReview(review);
    },
  },
];

/** Only its kind, its name and its words are looked at. */
function proposedFile(
  { kind, name }: NonNullable<CheckWords["file"]>,
  text: string,
): Extract<OutgoingContent, { object: string }> {
  const object = "00000000-0000-4000-8000-000000000000";
  if (kind === "audio") return { kind, object, bytes: 1, mimeType: "audio/mpeg" };
  const caption = text !== "" && { caption: text };
  if (kind === "image") return { kind, object, bytes: 1, mimeType: "image/jpeg", ...caption };
  return { kind, object, bytes: 1, mimeType: "application/pdf", filename: name, ...caption };
}

function changedFields(before: SafeContactPlan, now: SafeContactPlan): string[] {
  const was = new Map(Object.entries(before));
  const is = new Map(Object.entries(now));
  return [...new Set([...was.keys(), ...is.keys()])].filter(
    (field) => JSON.stringify(was.get(field)) !== JSON.stringify(is.get(field)),
  );
}

/**
 * At the start and on every return, in one step that she may skip. Never in an imminent case: there, questions are
 * answered with yes or no, and safety comes first. Source: domain.md §3.1, §3.5.
 */
function toAsk(
  session: Session,
  changed: { at: string } | null,
  { first }: Pick<Cover, "first">,
): PlanKnown["ask"] {
  if (session.tier === "imminent" || session.emergencyFile !== null) return null;
  const questions = [first["is-it-a-good-moment"], first["whose-phone"]];
  if (changed === null) return { why: "nothing-agreed", questions: [...questions, first["when-to-write"]] };
  return changed.at < session.openedAt ? { why: "came-back", questions } : null;
}
