import {
  AssessedTier,
  blockReasons,
  Classification,
  calledServices,
  contactMarks,
  glassReasons,
  Instant,
  MessageId,
  noteKinds,
  PersonId,
  riskReasons,
  SessionId,
  yesNoUnknown,
} from "@liss/contracts";
import { z } from "zod";
import { Policy } from "../queue/policy.ts";

/** What is asked of the desk beyond attending: judging, handing over, caring, leading. Part of api.ts. */

const presenceStates = ["here", "away", "break", "off", "unknown"] as const;

/** POST /api/sessions/:id/transfer. Cold at once; warm with a note, when the other accepts. */
export const Transfer = z.discriminatedUnion("how", [
  z.object({ how: z.literal("cold"), to: PersonId }),
  z.object({ how: z.literal("warm"), to: PersonId, note: z.string().trim().min(1).max(2000) }),
]);

/** GET /api/colleagues: to whom a session can be handed over, herself left out. */
export const Colleagues = z.object({
  people: z.array(
    z.object({
      id: PersonId,
      name: z.string(),
      role: z.string(),
      presence: z.enum(presenceStates),
      room: z.number().describe("What she could still take, 1 being one case in danger"),
    }),
  ),
});
export type Colleagues = z.infer<typeof Colleagues>;

/** POST /api/sessions/:id/assign, supervisors only */
export const Assign = z.object({ to: PersonId });

/** POST /api/sessions/:id/risk. The note, if any, is sealed. */
export const SetRisk = z.object({
  to: AssessedTier,
  reason: z.enum(riskReasons),
  note: z.string().trim().min(1).max(2000).optional(),
});

/** POST /api/sessions/:id/classify */
export const Classify = z.object({ classification: Classification });

/** POST /api/sessions/:id/notes. The id is made by the console, so that a retry is the same note. */
export const AddNote = z.object({
  noteId: z.uuid(),
  kind: z.enum(noteKinds).exclude(["handover", "place"]),
  text: z.string().trim().min(1).max(4000),
});

/** POST /api/sessions/:id/coach */
export const Coach = z.object({ joined: z.boolean() });

/** POST /api/sessions/:id/pins */
export const Pin = z.object({ messageId: MessageId, pinned: z.boolean() });

/** POST /api/sessions/:id/notes/pins: a note of the session, not one of those that only its coach and its owner read */
export const PinNote = z.object({ noteId: z.uuid(), pinned: z.boolean() });

/** POST /api/sessions/:id/marks */
export const Mark = z.object({ mark: z.enum(contactMarks), set: z.boolean() });

/** POST /api/sessions/:id/emergency/details. The place is sealed: it is where she is. */
export const EmergencyDetails = z.object({
  children: z.enum(yesNoUnknown),
  weapons: z.enum(yesNoUnknown),
  injuries: z.enum(yesNoUnknown),
  safeToCall: z.enum(yesNoUnknown),
  place: z.string().trim().min(1).max(500).optional(),
});

/** POST /api/sessions/:id/emergency/steps */
export const TakeStep = z.object({
  stepId: z.uuid(),
  service: z.enum(calledServices).exclude(["none"]),
  toldAt: Instant,
  procedureNumber: z.string().max(40).nullable(),
});

/** Whether a conversation opens for her, opens with a reason, or not at all. */
const Reading = z.enum(["open", "with-reason", "none"]);

/** GET /api/sessions/:id/context: what goes on beside the conversation. Reading is on the record. */
export const Context = z.object({
  continuation: z.enum(["returned", "reopened"]).nullable(),
  notes: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(noteKinds),
      authorName: z.string(),
      at: Instant,
      text: z.string().nullable().describe("null when its key was destroyed"),
    }),
  ),
  pins: z.array(MessageId),
  coaches: z.array(z.object({ id: PersonId, name: z.string() })),
  emergency: z
    .object({
      openedAt: Instant,
      openedBy: PersonId.nullable().describe("null: it opened with the tier"),
      facts: EmergencyDetails.omit({ place: true }).nullable(),
      steps: z.array(TakeStep),
      outcome: z.string().nullable(),
      followUpAt: Instant.nullable(),
    })
    .nullable(),
  earlier: z
    .array(
      z.object({
        id: SessionId,
        openedAt: Instant,
        closedAt: Instant.nullable(),
        classification: Classification.nullable(),
        reading: Reading.describe("Whether she may open it, or only with a reason"),
      }),
    )
    .describe("Earlier sessions of the same contact, the last first"),
});
export type Context = z.infer<typeof Context>;

/** GET /api/sessions/:id/trace, supervisors: what an engineer asks for. An id, no content. */
export const SessionTrace = z.object({
  traceId: z.string(),
  url: z.url().nullable().describe("In the trace viewer, where there is one"),
});
export type SessionTrace = z.infer<typeof SessionTrace>;

/** GET /api/emergencies, supervisors: the open ones, the oldest first. */
export const OpenEmergencies = z.object({
  now: Instant,
  emergencies: z.array(
    z.object({
      sessionId: SessionId,
      codeName: z.string(),
      since: Instant,
      owner: z.object({ id: PersonId, name: z.string() }).nullable(),
      told: z.number().int().describe("How many services were told"),
    }),
  ),
});

/** GET /api/me/shift: hers alone. */
export const MyShift = z.object({
  presence: z.enum(presenceStates),
  ready: z.boolean().describe("The desk gives her the next one as soon as she has room"),
  mayChoose: z.boolean(),
  takenOff: z.boolean(),
  protectedUntil: Instant.nullable(),
  emergencies: z.object({ inARow: z.number().int(), onShift: z.number().int() }),
  awayMinutes: z.number().describe("Untouched for this long her console says that she is away; 0 never"),
});
export type MyShift = z.infer<typeof MyShift>;

/** GET /api/me/day: her own figures since midnight where the desk is; nobody else is shown them. */
export const MyDay = z.object({
  since: Instant,
  taken: z.number().int(),
  closed: z.number().int(),
  answers: z.number().int(),
  firstAnswerSeconds: z.number().nullable().describe("Median from taking to her first answer"),
});
export type MyDay = z.infer<typeof MyDay>;

/** POST /api/me/presence */
export const DeclarePresence = z.object({ state: z.enum(["here", "break", "off"]) });
/** POST /api/me/ready */
export const Ready = z.object({ ready: z.boolean() });
/** POST /api/me/take-off: one tap, no reason */
export const TakeOff = z.object({ off: z.boolean() });

/** GET /api/shift, supervisors: who works, never how much somebody has carried. */
export const Shift = z.object({
  people: z.array(
    z.object({
      id: PersonId,
      name: z.string(),
      role: z.string(),
      presence: z.enum(presenceStates),
      presenceSince: Instant.nullable(),
      load: z.number(),
      capacity: z.number(),
      mayChoose: z.boolean(),
      team: z.string().nullable(),
      languages: z.array(z.string()),
      skills: z.array(z.string()),
    }),
  ),
});
export type Shift = z.infer<typeof Shift>;

const words = z.array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/)).max(20);

/** PUT /api/people/:id, supervisors */
export const ChangePerson = z
  .object({
    capacity: z.number().min(0).max(8),
    mayChoose: z.boolean(),
    team: z.string().trim().min(1).max(60).nullable(),
    languages: words,
    skills: words,
  })
  .partial();

/** GET /api/hours, supervisors: when people attend, and which days are holidays. */
export const Hours = z.object({
  now: Instant,
  open: z.boolean(),
  hours: Policy.shape.hours,
  holidays: z
    .array(z.object({ date: z.string(), name: z.string() }))
    .describe("Public holidays of Chile in the twelve months to come"),
});
export type Hours = z.infer<typeof Hours>;

/** PUT /api/policy, supervisors: what is left out stays. */
export const ChangePolicy = Policy.partial();
export { Policy };

/** POST /api/sessions/:id/hold, supervisors. /unhold has no body. */
export const Hold = z.object({
  minutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60),
});

/** POST /api/sessions/:id/needs, supervisors: languages (ISO 639) or skills */
export const SetNeeds = z.object({ needs: words.max(10) });

/** POST /api/sessions/:id/block */
export const Block = z.object({
  hours: z
    .number()
    .min(1)
    .max(30 * 24),
  reason: z.enum(blockReasons),
});

/** POST /api/sessions/:id/glass */
export const BreakGlass = z.object({ reason: z.enum(glassReasons) });

/** POST /api/sessions/:id/wall: "I know her". From then on she does not exist for whoever says so. */
export const Done = z.object({ done: z.literal(true) });
