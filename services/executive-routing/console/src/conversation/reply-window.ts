/** How near the end of WhatsApp's window is: enough, under an hour, over. */
export type WindowLeft = { ms: number; state: "open" | "ending" | "closed" };

const anHour = 60 * 60 * 1000;

/** What is left to write to her freely; null when she never wrote. */
export function windowLeft(closesAt: string | null, now: number): WindowLeft | null {
  if (closesAt === null) return null;
  const ms = Math.max(0, Date.parse(closesAt) - now);
  return { ms, state: ms === 0 ? "closed" : ms < anHour ? "ending" : "open" };
}
