import type { Bus } from "../bus.ts";
import type { NumberedEvent } from "./numbering.ts";
import { type Publication, publishAll } from "./publish.ts";

export type DepartureSettings = {
  /** Events under way to the broker at a time. */
  window: number;
  /** How often one may be refused before it is set aside. */
  refusals: number;
  /** Wait after the first refusal in milliseconds, doubled each time. */
  refusalWait: number;
};

/** The numbered events that the broker does not have yet, and how those fare that it will not take. */
export type Departures = {
  add(events: readonly NumberedEvent[]): void;
  /** How many more may be numbered: never more than can be under way, so that the rest keeps its order. */
  room(): number;
  /** Publishes what is due. Returns how many the broker took. */
  depart(): Promise<number>;
  /** Numbers that the broker has and the outbox too, so far. */
  taken(): number[];
  /** These have gone from the outbox. */
  forgotten(numbers: readonly number[]): void;
  clear(): void;
};

export function departures(
  bus: Bus,
  settings: DepartureSettings,
  putAside: (eventId: string, reason: string) => Promise<void>,
): Departures {
  const waiting = new Map<number, NumberedEvent>();
  const taken = new Set<number>();
  const refusals = new Map<string, { count: number; nextAt: number; accepted: number }>();
  let accepted = 0;

  function due(): NumberedEvent[] {
    const now = Date.now();
    return [...waiting.values()]
      .filter((event) => (refusals.get(event.eventId)?.nextAt ?? 0) <= now)
      .sort((a, b) => a.number - b.number)
      .slice(0, settings.window);
  }

  function gone({ number, eventId }: NumberedEvent): void {
    waiting.delete(number);
    refusals.delete(eventId);
  }

  /**
   * A refusal is about the event. No answer may be anybody's fault, unless the broker takes others meanwhile: then
   * it is about the event too.
   */
  function isItsOwnFault(event: NumberedEvent, publication: Publication, acceptedBefore: number): boolean {
    if (publication.outcome === "unanswered") {
      return accepted > (refusals.get(event.eventId)?.accepted ?? acceptedBefore);
    }
    return publication.outcome === "refused";
  }

  async function refused(event: NumberedEvent, reason: string): Promise<void> {
    const count = (refusals.get(event.eventId)?.count ?? 0) + 1;
    const nextAt = Date.now() + settings.refusalWait * 2 ** (count - 1);
    refusals.set(event.eventId, { count, nextAt, accepted });
    if (count < settings.refusals) return;
    await putAside(event.eventId, reason);
    gone(event);
  }

  return {
    add: (events) => {
      for (const event of events) if (!taken.has(event.number)) waiting.set(event.number, event);
    },
    room: () => Math.max(0, settings.window - waiting.size),
    depart: async () => {
      const events = due();
      if (events.length === 0) return 0;
      const publications = await publishAll(bus, events);
      const acceptedBefore = accepted;
      for (const [index, event] of events.entries()) {
        if (publications[index]?.outcome !== "accepted") continue;
        accepted += 1;
        taken.add(event.number);
        gone(event);
      }
      for (const [index, event] of events.entries()) {
        const publication = publications[index];
        if (publication === undefined || publication.outcome === "accepted") continue;
        if (isItsOwnFault(event, publication, acceptedBefore)) await refused(event, publication.reason);
      }
      return accepted - acceptedBefore;
    },
    taken: () => [...taken],
    forgotten: (numbers) => {
      for (const number of numbers) taken.delete(number);
    },
    clear: () => {
      waiting.clear();
      taken.clear();
      refusals.clear();
    },
  };
}
