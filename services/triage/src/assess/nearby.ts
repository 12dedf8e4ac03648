/** How many messages on each side can complete a sentence, and how far apart they may be written. */
export const nearby = { messages: 3, ms: 10 * 60_000 } as const;

/** So many messages in so short a time are a sign by themselves: she writes while she can. */
export const burst = { messages: 10, ms: 60_000 } as const;

/**
 * What her clock alone says about a message.
 * @param lately how many messages she wrote in the time of a burst, this one included
 */
export function signsOfClock(lately: number): string[] {
  return lately >= burst.messages ? ["rafaga"] : [];
}
