/** How long a message can still be taken back (ms), where nobody is in danger. */
export const holdMs = 5_000;

type Held = { sessionId: string; settle: (send: boolean) => void };

/** Messages that wait a moment before they leave, so that they can be taken back. They leave by themselves. */
export function createHolding() {
  const held = new Map<string, Held>();
  const end = (messageId: string, send: boolean) => held.get(messageId)?.settle(send);
  return {
    /** Whether the message is to be sent: true when its time is over or nobody waits any more, false when taken back. */
    hold(sessionId: string, messageId: string, ms: number = holdMs): Promise<boolean> {
      return new Promise((resolve) => {
        const timer = setTimeout(() => end(messageId, true), ms);
        held.set(messageId, {
          sessionId,
          settle: (send) => {
            clearTimeout(timer);
            held.delete(messageId);
            resolve(send);
          },
        });
      });
    },
    takeBack: (messageId: string): void => end(messageId, false),
    /** What comes next must not overtake it. */
    release(sessionId: string): void {
      for (const [messageId, one] of [...held]) if (one.sessionId === sessionId) end(messageId, true);
    },
    /** Everything leaves, or nothing does: she goes, or somebody else came. */
    end(send: boolean): void {
      for (const messageId of [...held.keys()]) end(messageId, send);
    },
    /** The last that can still be taken back in a conversation. */
    last: (sessionId: string): string | undefined =>
      [...held].findLast(([, one]) => one.sessionId === sessionId)?.[0],
  };
}
export type Holding = ReturnType<typeof createHolding>;
