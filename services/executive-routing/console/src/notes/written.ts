import type { TimelineEntry } from "@liss/executive-routing/desk-api";

/** The notes for the team to read, told by the session's life; what a coach whispers and where she is are not among them. */
export const noteSteps = (timeline: readonly TimelineEntry[]): TimelineEntry[] =>
  timeline.filter(
    ({ type, detail }) => type === "note-added" && detail.kind !== "whisper" && detail.kind !== "place",
  );
