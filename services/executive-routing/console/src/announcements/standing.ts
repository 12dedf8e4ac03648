import type { Announcements } from "@liss/executive-routing/desk-api";

export type Announcement = Announcements["announcements"][number];

/** What is shown now, of what the server told some time ago: what is over, or was just read here, is not. */
export function standing(
  announcements: readonly Announcement[],
  { now, read }: { now: number; read: ReadonlySet<string> },
): { first: Announcement | null; more: number } {
  const left = announcements.filter(({ id, until }) => Date.parse(until) > now && !read.has(id));
  return { first: left[0] ?? null, more: Math.max(0, left.length - 1) };
}
