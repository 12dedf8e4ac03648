import { z } from "zod";
import { event } from "../event.ts";
import { Instant, PersonId } from "../values.ts";

const routing = (summary: string) => ({
  sources: ["executive-routing"] as const,
  consumers: [] as const,
  summary,
});

export const announcementChanges = ["made", "withdrawn"] as const;

/** To whom and until when; never what it says. */
export const AnnouncementChanged = event(
  "routing.announcement-changed",
  1,
  routing("A supervisor told something to everybody on shift, or took it back"),
  {
    personId: PersonId,
    announcementId: z.uuid(),
    change: z.enum(announcementChanges),
    audience: z.enum(["everybody", "team"]),
    until: Instant,
    mustBeRead: z.boolean().describe("Everybody is asked to say that she read it"),
  },
);

export const AnnouncementRead = event(
  "routing.announcement-read",
  1,
  routing("A member of staff said that she read what a supervisor told the shift"),
  { personId: PersonId, announcementId: z.uuid() },
);
