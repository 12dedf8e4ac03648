import {
  assessmentContext,
  type Indicator,
  MessageContent,
  messageContext,
  type Sealed,
  TriageEvidence,
} from "@liss/contracts";
import type { Database, Transaction } from "@liss/database";
import { KeyDestroyed, SealBroken, type Vault } from "@liss/vault";
import { type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { RoutingTables } from "../database/tables.ts";
import type { Session } from "../session/session.ts";
import { notTakenBack, takenBackAt } from "../store/taken-back.ts";
import type { MessageView, SessionCard, TimelineEntry } from "./api.ts";

export type Reader = Database<RoutingTables> | Transaction<RoutingTables>;

const withCounts = (db: Reader) =>
  db
    .selectFrom("sessions")
    .leftJoin("executives", "executives.person_id", "sessions.owner_id")
    .select(["sessions.state", "sessions.version", "executives.name as owner_name"])
    .select((is) =>
      is
        .selectFrom("messages")
        .select((count) => count.fn.countAll<number>().as("unread"))
        .whereRef("messages.session_id", "=", "sessions.id")
        .where("direction", "=", "in")
        .where("seen_at", "is", null)
        .where(notTakenBack())
        .as("unread"),
    );

export type CardQuery = ReturnType<typeof withCounts>;

/** Sessions as rows of the desk, in the order in which they must be attended. Source: invariant 5. */
export async function cards(db: Reader, only: (query: CardQuery) => CardQuery): Promise<SessionCard[]> {
  const rows = await only(withCounts(db))
    .orderBy("tier_rank")
    .orderBy("place")
    .orderBy("waiting_since")
    .orderBy("sessions.id")
    .execute();
  return rows.map(cardFrom);
}

type CardRow = { state: Session; version: number; owner_name: string | null; unread: number | null };

export function cardFrom({ state, version, owner_name, unread }: CardRow): SessionCard {
  return {
    id: state.id,
    codeName: state.codeName,
    status: state.status,
    tier: state.tier,
    indicators: state.indicators,
    needsListening: state.needsListening,
    medicalReferral: state.medicalReferral,
    openedAt: state.openedAt,
    waitingSince: state.waitingSince,
    lastMessageAt: state.lastMessageAt,
    awaitingReplySince: state.awaitingReplySince,
    unread: unread ?? 0,
    owner: state.owner === null ? null : { id: state.owner, name: owner_name ?? state.owner },
    delegation: state.delegation && {
      id: state.delegation.id,
      topics: state.delegation.topics,
      expiresAt: state.delegation.expiresAt,
    },
    attendedSince: state.claimedAt,
    coaches: state.coaches,
    returning: state.previousSessionId !== null,
    classification: state.classification,
    identityDoubt: state.identityDoubt,
    agreedWordAt: state.identityDoubt ? (state.agreedWordAt ?? null) : null,
    continuation: state.continuation,
    offer: state.offer,
    ringsFor: state.ring.circle,
    transfer: state.transfer,
    marks: state.marks,
    pins: state.pins,
    pinnedNotes: state.pinnedNotes ?? [],
    overdue: state.overdue,
    silentSince: state.silenceNoticedAt,
    heldUntil: state.heldUntil,
    needs: state.needs,
    emergencySince: state.emergency === null ? (state.emergencyFile?.openedAt ?? null) : null,
    emergencyRecorded: state.emergency !== null,
    version,
  };
}

export async function cardOf(db: Reader, sessionId: string): Promise<SessionCard | undefined> {
  const [card] = await cards(db, (query) => query.where("sessions.id", "=", sessionId));
  return card;
}

const messageRows = (db: Reader) =>
  db
    .selectFrom("messages")
    .leftJoin("executives", "executives.person_id", "messages.author_id")
    .leftJoin("assessments", "assessments.message_id", "messages.id")
    .leftJoin("media", "media.message_id", "messages.id")
    .selectAll("messages")
    .select([
      "executives.name as author_name",
      "assessments.tier as assessed_tier",
      "assessments.indicators",
      "assessments.evidence_key_id",
      "assessments.evidence_box",
      takenBackAt().as("revoked_at"),
      "media.state as media_state",
      "media.mime_type",
      "media.bytes as media_bytes",
      "media.reason as media_reason",
    ]);

type StoredRow = Awaited<ReturnType<ReturnType<typeof messageRows>["execute"]>>[number];
/** What is shown of a message, still sealed. */
export type MessageRow = Omit<StoredRow, "author_id" | "delivery_rank" | "seen_by">;

/**
 * A session's messages by WhatsApp's time, then by arrival; opened for whoever may read them. WhatsApp counts whole
 * seconds and we do not: within a second, arrival decides, or her answer would stand before our question.
 */
export async function messagesOf(db: Reader, vault: Vault, sessionId: string): Promise<MessageView[]> {
  const rows = await messageRows(db)
    .where("messages.session_id", "=", sessionId)
    .orderBy(sql`date_trunc('second', messages.sent_at)`)
    .orderBy("messages.received_at")
    .orderBy("messages.id")
    .execute();
  return Promise.all(rows.map((row) => messageFrom(row, vault)));
}

export async function messagesById(db: Reader, vault: Vault, ids: string[]): Promise<MessageView[]> {
  if (ids.length === 0) return [];
  const rows = await messageRows(db).where("messages.id", "in", ids).execute();
  return Promise.all(rows.map((row) => messageFrom(row, vault)));
}

/** Opened, for whoever may read it. */
export async function messageFrom(row: MessageRow, vault: Vault): Promise<MessageView> {
  const revoked = row.revoked_at !== null;
  const content = revoked
    ? null
    : await opened(vault, sealed(row.content_key_id, row.content_box), messageContext(row.id));
  const evidence =
    row.evidence_key_id && row.evidence_box && !revoked
      ? await opened(vault, sealed(row.evidence_key_id, row.evidence_box), assessmentContext(row.id))
      : null;
  return {
    id: row.id,
    sessionId: row.session_id,
    direction: row.direction,
    author: row.author,
    authorName: row.author_name,
    kind: row.kind,
    content: content === null ? null : MessageContent.parse(content),
    sentAt: row.sent_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    replyTo: row.reply_to,
    editOf: row.edit_of,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    media: mediaView(row),
    delivery:
      row.delivery_state === null
        ? null
        : {
            state: row.delivery_state,
            at: (row.delivery_at ?? row.sent_at).toISOString(),
            reason: row.delivery_reason,
          },
    assessment:
      row.assessed_tier === null
        ? null
        : {
            tier: row.assessed_tier,
            indicators: row.indicators as Indicator[],
            evidence: TriageEvidence.safeParse(evidence).data ?? [],
          },
    seenAt: row.seen_at?.toISOString() ?? null,
  };
}

const kindsWithFile: readonly string[] = ["image", "video", "audio", "voice", "document", "sticker"];

function mediaView(row: MessageRow): MessageView["media"] {
  if (!kindsWithFile.includes(row.kind)) return null;
  if (row.media_state === "stored") {
    return {
      state: "stored",
      mimeType: row.mime_type ?? "application/octet-stream",
      bytes: row.media_bytes ?? 0,
    };
  }
  if (row.media_state === "failed") return { state: "failed", reason: row.media_reason ?? "given-up" };
  // Only hers are fetched: ours were there before they were sent.
  return row.direction === "in" ? { state: "fetching" } : null;
}

const sealed = (keyId: string, box: Buffer): Sealed => ({ keyId, box: box.toString("base64") });

/**
 * The JSON inside a seal, or null when its key was destroyed: erased means erased. A box that does not open is
 * shown as something that cannot be shown: one damaged message hides nothing of the others.
 */
async function opened(vault: Vault, box: Sealed, context: string): Promise<unknown> {
  if (box.box === "") return null; // its time was over
  try {
    return JSON.parse((await vault.open(box, context)).toString("utf8"));
  } catch (error) {
    if (error instanceof KeyDestroyed) return null;
    if (error instanceof SealBroken) return damaged;
    throw error;
  }
}

const damaged: MessageContent = { kind: "unsupported", original: "seal-broken" };

/** The session's life in steps, for the context column. Ids and codes, no content. */
export async function timelineOf(db: Reader, sessionId: string): Promise<TimelineEntry[]> {
  const rows = await db
    .selectFrom("session_events")
    .leftJoin("executives", "executives.person_id", "session_events.actor_id")
    .select(["version", "type", "at", "data", "actor_kind", "actor_id", "executives.name"])
    .where("session_id", "=", sessionId)
    .orderBy("version")
    .execute();
  return rows.map((row) => {
    const { type: _type, at: _at, ...detail } = row.data;
    return {
      version: row.version,
      type: row.type,
      at: row.at.toISOString(),
      actorName: row.actor_kind === "person" ? (row.name ?? row.actor_id) : null,
      detail,
    };
  });
}

/** The feed's present end. */
export async function lastSequence(db: Reader): Promise<number> {
  const { last } = await db.selectFrom("desk_counter").select("last").executeTakeFirstOrThrow();
  return last;
}

/** Alerts of the last day that a supervisor has on her desk. */
export async function recentAlerts(db: Reader, only?: string[]) {
  let query: SelectQueryBuilder<
    RoutingTables,
    "alerts",
    { id: string; code: string; severity: "warning" | "critical"; at: Date }
  > = db.selectFrom("alerts").select(["id", "code", "severity", "at"]);
  query = only
    ? query.where(sql<SqlBool>`id = any(${only}::uuid[])`)
    : query.where("at", ">", sql<Date>`now() - interval '1 day'`);
  const rows = await query.orderBy("at", "desc").limit(50).execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
