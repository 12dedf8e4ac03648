import {
  Classification,
  Instant,
  otherChannels,
  referralKinds,
  referralPurposes,
  referralStates,
  SessionId,
} from "@liss/contracts";
import { z } from "zod";
import { directoryColumns, directoryFaults } from "../case/directory-csv.ts";
import { fieldNames } from "../case/fields.ts";

/** What is asked about a case. Part of api.ts. */

const FieldName = z.enum(fieldNames);

/** GET /api/sessions/:id/case: only what this person may read */
export const CaseFacts = z.object({
  facts: z.array(
    z.object({
      field: FieldName,
      value: z.string().nullable().describe("null: nobody wrote it, or its key was destroyed"),
      byName: z.string().nullable(),
      at: Instant.nullable(),
      mayChange: z.boolean(),
    }),
  ),
});

/** PUT /api/sessions/:id/case: null takes a fact away */
export const ChangeFacts = z.object({
  facts: z
    .partialRecord(FieldName, z.string().trim().min(1).max(500).nullable())
    .refine((facts) => Object.keys(facts).length > 0, "at least one"),
});

/** POST /api/sessions/:id/referrals. With her consent, purpose by purpose; or as an emergency, with its reason. */
export const Refer = z
  .object({
    referralId: z.uuid(),
    kind: z.enum(referralKinds),
    directoryId: z.uuid().nullable(),
    basis: z.enum(["consent", "emergency"]),
    purposes: z.array(z.enum(referralPurposes)),
    reason: z.string().trim().min(5).max(500).optional(),
  })
  .refine(({ basis, purposes }) => basis !== "consent" || purposes.length > 0, {
    path: ["purposes"],
    message: "consent is given purpose by purpose",
  })
  .refine(({ basis, reason }) => basis !== "emergency" || reason !== undefined, {
    path: ["reason"],
    message: "an emergency says why",
  });

/** GET /api/sessions/:id/referrals */
export const Referrals = z.object({
  mayChange: z.boolean().describe("Whether she may refer from this session, and write results"),
  referrals: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(referralKinds),
      service: z.string().nullable(),
      basis: z.enum(["consent", "emergency"]),
      purposes: z.array(z.enum(referralPurposes)),
      reason: z.string().nullable().describe("Of an emergency; null too when its key was destroyed"),
      state: z.enum(["made", ...referralStates]),
      madeByName: z.string(),
      madeAt: Instant,
      settledAt: Instant.nullable(),
    }),
  ),
});

/** POST /api/sessions/:id/referrals/:referral/result: what the service answered */
export const SettleReferral = z.object({ state: z.enum(referralStates) });

/** GET /api/directory?region=&commune=&kind= */
export const Directory = z.object({
  places: z
    .array(z.object({ region: z.string(), commune: z.string() }))
    .describe("Where there is any service of this kind, whatever place was asked for"),
  services: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(referralKinds),
      name: z.string(),
      region: z.string(),
      commune: z.string(),
      phone: z.string().nullable(),
      hours: z.string().nullable(),
      address: z.string().nullable(),
      verifiedOn: z.iso.date(),
    }),
  ),
});

/** POST /api/directory, supervisors. Long files come in several parts, each with its header. */
export const ImportDirectory = z.object({ csv: z.string().min(1).max(60_000) });
const directoryProblems = z.array(
  z.object({
    line: z.number().int(),
    field: z.enum([...directoryColumns, "file"]),
    fault: z.enum(directoryFaults),
  }),
);
export const DirectoryImported = z.object({ imported: z.number().int(), problems: directoryProblems });
export type DirectoryImported = z.infer<typeof DirectoryImported>;

/** POST /api/directory/preview, supervisors: what an import would do; nothing is changed. */
export const DirectoryPreview = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  problems: directoryProblems,
});
export type DirectoryPreview = z.infer<typeof DirectoryPreview>;

/** POST /api/sessions/:id/follow-ups: reminds the executive, never her. What for is a note of the session, sealed. */
export const FollowUp = z.object({
  followUpId: z.uuid(),
  dueAt: Instant,
  what: z.string().trim().min(1).max(500).optional(),
});
/** POST /api/me/follow-ups/:id/postpone */
export const PostponeFollowUp = z.object({ dueAt: Instant });
/** GET /api/me/follow-ups */
export const FollowUps = z.object({
  followUps: z.array(
    z.object({
      id: z.uuid(),
      sessionId: SessionId,
      codeName: z.string(),
      dueAt: Instant,
      due: z.boolean(),
      what: z.string().nullable().describe("null: nothing was written, or its key was destroyed"),
    }),
  ),
});

/** POST /api/attentions: somebody attended by another channel */
export const EnterAttention = z.object({
  attentionId: z.uuid(),
  sessionId: SessionId.nullable().describe("A session of the same person, when she also wrote"),
  channel: z.enum(otherChannels),
  classification: Classification,
  attendedAt: Instant,
});
