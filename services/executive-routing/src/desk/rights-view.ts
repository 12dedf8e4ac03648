import { noticeShort } from "../rights/words.es-cl.ts";
import type { DeskPerson } from "./commands.ts";
import type { RightsBook } from "./rights-requests.ts";
import type { DeskDependencies } from "./routes.ts";

const shown = 200;

/** What women asked about their data: what is open first, the most urgent before the others. */
export async function rightsBook(
  { db, clock, schedule }: Pick<DeskDependencies, "db" | "clock" | "schedule">,
  me: DeskPerson,
): Promise<RightsBook> {
  const rows = await db
    .selectFrom("rights_requests as asked")
    .innerJoin("sessions", "sessions.id", "asked.session_id")
    .innerJoin("contacts", "contacts.id", "sessions.contact_id")
    .selectAll("asked")
    .select("code_name")
    .where("sessions.contact_id", "not in", (walled) =>
      walled.selectFrom("walls").select("walls.contact_id").where("walls.person_id", "=", me.id),
    )
    .orderBy("answered_at", (order) => order.desc().nullsFirst())
    .orderBy("due_at")
    .limit(shown)
    .execute();
  const now = clock.now();
  return {
    notice: noticeShort(schedule),
    requests: rows.map((row) => ({
      id: row.id,
      sessionId: row.session_id,
      codeName: row.code_name,
      kind: row.kind,
      askedAt: row.asked_at.toISOString(),
      dueAt: row.due_at.toISOString(),
      overdue: row.answered_at === null && row.due_at.toISOString() < now,
      extended: row.extended_at !== null,
      identity:
        row.identity_matches === null ? "not-checked" : row.identity_matches ? "matches" : "does-not-match",
      answeredAt: row.answered_at?.toISOString() ?? null,
      outcome: row.outcome,
      legalReason: row.legal_reason,
    })),
  };
}
