import type { TimelineEntry } from "@liss/executive-routing/desk-api";

/** How many notes there are for the team to read, told by the session's life; what a coach whispers is not among them. */
export const writtenNotes = (timeline: readonly TimelineEntry[]): number =>
  timeline.filter(
    ({ type, detail }) => type === "note-added" && detail.kind !== "whisper" && detail.kind !== "place",
  ).length;
