import { SafeClosingAgreed } from "@liss/contracts";
import { appendEvents } from "@liss/messaging";
import { z } from "zod";
import { Guides, Phone } from "../guides/guide.ts";
import { loadGuides } from "../guides/load-guides.ts";
import { deskCommand, type Endpoint, question } from "./endpoint.ts";
import { Refused } from "./problems.ts";
import { Done } from "./requests.ts";
import { aboutSession } from "./routes.ts";

const guides = loadGuides();
const shown: Guides = { guides: guides.map(({ sources: _sources, ...guide }) => guide) };

const Agreed = z.object({
  phone: Phone,
  steps: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/))
    .min(1)
    .max(12),
});

/** Cards that lead through what is not everyday, and that a goodbye was agreed with her. */
export const guideEndpoints: Endpoint[] = [
  question({
    path: "/guides",
    summary: "The cards: a safe goodbye, and protocols",
    answer: Guides,
    handle: async () => shown,
  }),
  deskCommand({
    path: "/sessions/:id/safe-closing",
    whose: "owner",
    summary: "Writes down which steps of the goodbye she agreed to",
    body: Agreed,
    answer: Done,
    does: async (tx, { phone, steps }, { me, deps, params }) => {
      const id = z.uuid().parse(params.id);
      const row = await tx.selectFrom("sessions").select("state").where("id", "=", id).executeTakeFirst();
      if (!row) throw new Refused("not-found");
      if (row.state.owner !== me.id) throw new Refused("not-yours");
      const closing = guides.find(({ kind }) => kind === "closing");
      const known = new Set(closing?.steps.map((step) => step.id));
      if (!closing || !steps.every((step) => known.has(step)))
        throw new Refused("invalid-request", "steps: unknown");
      await appendEvents(tx, [
        SafeClosingAgreed.create({
          ...aboutSession(row.state, me, deps.clock),
          data: { personId: me.id, phone, steps: [...new Set(steps)], contentVersion: closing.version },
        }),
      ]);
      return undefined;
    },
  }),
];
