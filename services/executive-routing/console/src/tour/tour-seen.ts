/** Whether a person was shown around, in this browser. It is only a courtesy: nothing of her is in it but a mark. */
const place = (personId: string) => `liss.shown-around.${personId}`;

/** A browser that keeps nothing would show it at every login: then nobody is shown around unasked. */
export function wasShownAround(personId: string, storage: Storage = localStorage): boolean {
  try {
    return storage.getItem(place(personId)) !== null;
  } catch {
    return true;
  }
}

export function markShownAround(personId: string, storage: Storage = localStorage): void {
  try {
    storage.setItem(place(personId), "1");
  } catch {
    // Asked for by hand it can be seen anyway.
  }
}
