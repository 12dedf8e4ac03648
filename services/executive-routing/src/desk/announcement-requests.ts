import { Instant, PersonId } from "@liss/contracts";
import { z } from "zod";

/** How long an announcement may stand at most: what holds for longer is a rule, and belongs in the manual. */
export const longestAnnouncementMs = 7 * 24 * 60 * 60 * 1_000;

/** What an announcement is as everybody sees it. Part of api.ts. */
const Announcement = z.object({
  id: z.uuid(),
  authorName: z.string(),
  text: z.string(),
  team: z.string().nullable().describe("null: for everybody on shift"),
  at: Instant,
  until: Instant,
  mustBeRead: z.boolean(),
});

/** GET /api/announcements: what stands for her and she has not put away; not her own. */
export const Announcements = z.object({ announcements: z.array(Announcement) });
export type Announcements = z.infer<typeof Announcements>;

/** POST /api/announcements, supervisors. The id is made by the console. */
export const Announce = z.object({
  announcementId: z.uuid(),
  text: z.string().trim().min(1).max(280),
  team: z.string().trim().min(1).max(60).nullable(),
  until: Instant,
  mustBeRead: z.boolean(),
});

/** POST /api/announcements/read and …/withdraw: one that stands no longer needs neither. */
export const AboutAnnouncement = z.object({ announcementId: z.uuid() });

/** GET /api/announcements/made, supervisors: those of the last week, and who has read each. */
export const AnnouncementsMade = z.object({
  teams: z.array(z.string()),
  announcements: z.array(
    Announcement.extend({
      withdrawnAt: Instant.nullable(),
      read: z.array(z.object({ id: PersonId, name: z.string(), at: Instant })),
      missing: z
        .array(z.object({ id: PersonId, name: z.string() }))
        .describe("Whoever is on shift now, is meant and has not read it; empty when it stands no longer"),
    }),
  ),
});
export type AnnouncementsMade = z.infer<typeof AnnouncementsMade>;
