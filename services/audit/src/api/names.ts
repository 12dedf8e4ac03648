import type { Person } from "@liss/identity";
import type { Named } from "./schema.ts";

/** Names change seldom; asking for all of them at every look would cost more than it tells. */
const FRESH_MS = 10_000;

export type Names = {
  all(): Promise<Named[]>;
  of(ids: readonly string[]): Promise<Map<string, Named>>;
};

/** Who is who, from the identity database. The record itself knows ids only. */
export function namesOf(people: () => Promise<Person[]>, now: () => Date): Names {
  let known: { at: number; people: Promise<Named[]> } | undefined;

  const all = () => {
    if (known && now().getTime() - known.at < FRESH_MS) return known.people;
    const asked = people().then((list) => list.map(({ id, name, role }) => ({ id, name, role })));
    known = { at: now().getTime(), people: asked };
    // A failure is told to whoever asked, and not kept for the next one.
    asked.catch(() => {
      known = undefined;
    });
    return asked;
  };
  return {
    all,
    of: async (ids) => {
      const wanted = new Set(ids);
      return new Map((await all()).filter(({ id }) => wanted.has(id)).map((person) => [person.id, person]));
    },
  };
}
