import { z } from "zod";
import { event } from "../event.ts";
import { PersonId } from "../values.ts";

const routing = (summary: string) => ({
  sources: ["executive-routing"] as const,
  consumers: [] as const,
  summary,
});

export const searchedBy = ["text", "tier", "classification", "from", "to"] as const;

/** By what she looked and how many sessions there were; never the words, only whether they were her own name. */
export const Searched = event(
  "routing.searched",
  1,
  routing("A person looked among the sessions that she may see"),
  {
    personId: PersonId,
    by: z.array(z.enum(searchedBy)).min(1),
    found: z.number().int().nonnegative(),
    aboutHerself: z.boolean().optional().describe("The words looked for are in her own name"),
  },
);

/** Which canned text, not what it says. */
export const CannedReplyChanged = event(
  "routing.canned-reply-changed",
  1,
  routing("A person wrote or removed a canned text"),
  {
    personId: PersonId,
    replyId: z.uuid(),
    scope: z.enum(["personal", "team"]),
    change: z.enum(["written", "removed"]),
  },
);

/** Where women may be sent from now on: how many services, and the hash of the file, by which it can be told. */
export const DirectoryChanged = event(
  "routing.directory-changed",
  1,
  routing("A supervisor imported services into the directory"),
  {
    personId: PersonId,
    services: z.number().int().nonnegative(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe("Of the CSV as UTF-8"),
  },
);
