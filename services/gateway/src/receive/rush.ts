import type { GroupCommit } from "./group-commit.ts";

export const rushDefaults = {
  /**
   * Webhooks that wait for the disk at once. In its goal of 500 a second the gateway has a handful under way; more than
   * this is a burst, in which WhatsApp must get its answers first.
   */
  waiting: 24,
  /** A burst has pauses of some milliseconds, while its senders read our answers; after this long it is over. */
  calmMs: 150,
} as const;

type RushOptions = { waiting: number; calmMs: number; now?: () => number };

/** Tells when webhooks arrive in a burst. `deliveries` is what was given, under observation. */
export function watchRush<Item>(
  deliveries: GroupCommit<Item>,
  { waiting, calmMs, now = () => performance.now() }: RushOptions = rushDefaults,
): { deliveries: GroupCommit<Item>; isOn(): boolean } {
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    deliveries: {
      ...deliveries,
      submit: (item) => {
        const stored = deliveries.submit(item);
        if (deliveries.pending() > waiting) lastAt = now();
        return stored;
      },
    },
    isOn: () => now() - lastAt < calmMs,
  };
}
