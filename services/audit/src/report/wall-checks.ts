import type { Entry } from "../ledger/entry-format.ts";
import { type Data, textOf } from "./facts.ts";
import type { InvariantName } from "./report.ts";

export type Hold = (name: InvariantName, entry: Entry, holds: boolean) => void;

/** What lets a person into a conversation, or shows that she was in it. */
const entering: Readonly<Record<string, "personId" | "executiveId" | "actor">> = {
  "routing.session-read": "personId",
  "routing.session-claimed": "executiveId",
  "routing.glass-broken": "personId",
  "routing.messages-seen": "personId",
  "routing.media-opened": "personId",
  "channel.send-requested": "actor",
};

/**
 * A contact that somebody declared to know does not exist for her. Held against it is each look at, and each act in, a
 * conversation of a contact of whom such a declaration is among the entries, until a supervisor ended it: one made before
 * them is not known here.
 */
export function wallChecks(hold: Hold): (entry: Entry, data: Data) => void {
  const walls = new Map<string, Set<string>>();
  return (entry, data) => {
    const { contactId, type, actor } = entry;
    if (contactId === null || type === null) return;
    if (type === "routing.wall-declared") {
      const behind = walls.get(contactId) ?? new Set();
      walls.set(contactId, behind.add(String(data.personId)));
      return;
    }
    if (type === "routing.wall-ended") {
      walls.get(contactId)?.delete(String(data.about));
      return;
    }
    const behind = walls.get(contactId);
    const who = Object.hasOwn(entering, type) ? entering[type] : undefined;
    if (!behind || !who) return;
    const personId = who === "actor" ? (actor?.kind === "person" ? actor.id : null) : textOf(data[who]);
    if (personId !== null) hold("wall-breached", entry, !behind.has(personId));
  };
}
