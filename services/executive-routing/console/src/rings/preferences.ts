import { useSyncExternalStore } from "react";

/** How this browser calls her. Of the browser, not of the person: the next one at this desk hears the same room. */
export type SoundPreferences = { volume: number; quiet: boolean };

const place = "liss.sound";
const usual: SoundPreferences = { volume: 0.6, quiet: false };
const listeners = new Set<() => void>();
let known: SoundPreferences | undefined;

/** What was written, if it can be read; otherwise as on the first day. */
export function readPreferences(text: string | null): SoundPreferences {
  try {
    const read = JSON.parse(text ?? "") as Partial<SoundPreferences>;
    const volume =
      typeof read.volume === "number" && read.volume >= 0 && read.volume <= 1 ? read.volume : usual.volume;
    return { volume, quiet: read.quiet === true };
  } catch {
    return usual;
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    // A browser that keeps nothing still rings.
    return null;
  }
}

export function soundPreferences(): SoundPreferences {
  known ??= readPreferences(stored());
  return known;
}

export function changeSound(change: Partial<SoundPreferences>): void {
  known = { ...soundPreferences(), ...change };
  try {
    localStorage.setItem(place, JSON.stringify(known));
  } catch {
    // It holds until the page is closed.
  }
  for (const listener of listeners) listener();
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useSoundPreferences = (): SoundPreferences => useSyncExternalStore(listen, soundPreferences);
