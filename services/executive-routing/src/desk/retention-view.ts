import type { DeskPerson } from "./commands.ts";
import type { Retention } from "./retention-requests.ts";
import type { DeskDependencies } from "./routes.ts";

const shown = 100;

/** What goes when, what is held and what went. Code names and numbers: nothing is opened for it. */
export async function retentionOf(
  { db, clock, schedule, identity }: Pick<DeskDependencies, "db" | "clock" | "schedule" | "identity">,
  me: DeskPerson,
): Promise<Retention> {
  const now = clock.now();
  const waiting = await db
    .selectFrom("sessions")
    .innerJoin("contacts", "contacts.id", "sessions.contact_id")
    .leftJoin("legal_holds as hold", (join) =>
      join.onRef("hold.session_id", "=", "sessions.id").on("hold.lifted_at", "is", null),
    )
    .leftJoin("destructions", "destructions.session_id", "sessions.id")
    .select(["sessions.id", "sessions.state", "contacts.code_name", "hold.reason", "hold.by_id"])
    .select(["hold.at as held_at", "hold.reviewer_id", "hold.review_at"])
    .where("sessions.status", "=", "closed")
    .where("destructions.id", "is", null)
    .where("contacts.erased_at", "is", null)
    .where("sessions.contact_id", "not in", (walled) =>
      walled.selectFrom("walls").select("walls.contact_id").where("walls.person_id", "=", me.id),
    )
    .orderBy("hold.id", (order) => order.nullsFirst())
    .orderBy("sessions.id")
    .execute();
  const gone = await db
    .selectFrom("destructions")
    .innerJoin("contacts", "contacts.id", "destructions.contact_id")
    .select(["destructions.id", "kind", "code_name", "cause", "begun_at", "done_at", "key_ids", "messages"])
    .orderBy("begun_at", "desc")
    .limit(shown)
    .execute();
  const staff = await identity.staff.list();
  const names = new Map(staff.map(({ id, name }) => [id, name]));
  const nameOf = (id: string | null) => names.get(id ?? "") ?? id ?? "";
  const kept = waiting.map((row): Retention["kept"][number] => {
    const closedAt = row.state.closedAt ?? row.state.openedAt;
    const hold =
      row.reason === null || row.held_at === null || row.review_at === null
        ? null
        : {
            reason: row.reason,
            byName: nameOf(row.by_id),
            since: row.held_at.toISOString(),
            reviewerName: nameOf(row.reviewer_id),
            reviewAt: row.review_at.toISOString(),
            overdue: row.review_at.toISOString() <= now,
            mine: row.by_id === me.id,
          };
    const goesAt = new Date(Date.parse(closedAt) + schedule.contentHours * 3_600_000).toISOString();
    return { sessionId: row.id, codeName: row.code_name, closedAt, goesAt: hold ? null : goesAt, hold };
  });
  const next = kept.filter(({ hold }) => hold === null).sort((a, b) => a.closedAt.localeCompare(b.closedAt));
  const held = kept.filter(({ hold }) => hold !== null);
  return {
    ...schedule,
    kept: [...next.slice(0, shown), ...held],
    more: Math.max(0, next.length - shown),
    gone: gone.map((row) => ({
      id: row.id,
      kind: row.kind,
      codeName: row.code_name,
      cause: row.cause,
      begunAt: row.begun_at.toISOString(),
      doneAt: row.done_at?.toISOString() ?? null,
      keys: row.key_ids.length,
      messages: row.messages,
    })),
    reviewers: staff
      .filter(({ id, role, active }) => active && role === "supervisor" && id !== me.id)
      .map(({ id, name }) => ({ id, name })),
  };
}
