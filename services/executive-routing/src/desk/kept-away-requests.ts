import { blockLiftReasons, blockReasons, Instant, wallEndReasons } from "@liss/contracts";
import { z } from "zod";

/** Who does not reach whom, and how that ends. Of a contact there is her code name and nothing else. Part of api.ts. */

/** GET /api/walls, supervisors. Contacts that she knows herself are left out: for her they do not exist. */
export const Walls = z.object({
  walls: z.array(z.object({ id: z.uuid(), personName: z.string(), codeName: z.string(), since: Instant })),
});
export type Walls = z.infer<typeof Walls>;

/** POST /api/walls/:wall/end, supervisors */
export const EndWall = z.object({ reason: z.enum(wallEndReasons) });

/** GET /api/blocks, supervisors: those in force, the first to end first. Contacts that she knows are left out. */
export const Blocks = z.object({
  blocks: z.array(
    z.object({
      id: z.uuid(),
      codeName: z.string(),
      reason: z.enum(blockReasons),
      byName: z.string(),
      since: Instant,
      until: Instant,
    }),
  ),
});
export type Blocks = z.infer<typeof Blocks>;

/** POST /api/blocks/:block/lift, supervisors */
export const LiftBlock = z.object({ reason: z.enum(blockLiftReasons) });
