import { useEffect, useRef } from "react";

/**
 * The keys of the desk. With Alt, because she spends the shift inside the composer and a bare letter is a letter;
 * by `code`, because Alt changes the character on some keyboards.
 */
export const keys = {
  takeNext: { code: "KeyN", alt: true },
  nextMine: { code: "ArrowDown", alt: true },
  previousMine: { code: "ArrowUp", alt: true },
  robot: { code: "KeyB", alt: true },
  takeBack: { code: "KeyR", alt: true },
  close: { code: "KeyC", alt: true },
  emergency: { code: "KeyX", alt: true },
  composer: { code: "KeyM", alt: true },
  end: { code: "End", alt: true },
  wall: { code: "KeyV", alt: true },
  transfer: { code: "KeyT", alt: true },
  case: { code: "KeyH", alt: true },
  takeRing: { code: "KeyA", alt: true },
  passRing: { code: "KeyP", alt: true },
  announcementRead: { code: "KeyE", alt: true },
  attach: { code: "KeyJ", alt: true },
  undo: { code: "KeyZ", alt: true },
  who: { code: "KeyQ", alt: true },
  note: { code: "KeyY", alt: true },
  classify: { code: "KeyL", alt: true },
  knowing: { code: "KeyI", alt: true },
  block: { code: "KeyG", alt: true },
  search: { code: "KeyS", alt: true },
  veil: { code: "KeyO", alt: true },
  palette: { code: "KeyK", ctrl: true },
  sheet: { key: "?" },
} as const satisfies Record<
  string,
  { code: string; alt: true } | { code: string; ctrl: true } | { key: string }
>;

export type KeyName = keyof typeof keys;

/** The key that an event is, if it is one of ours. Letters without Alt count only outside fields. */
export function keyOf(
  event: Pick<KeyboardEvent, "code" | "key" | "altKey" | "ctrlKey" | "metaKey">,
  inField: boolean,
) {
  // Of the browser's own combinations only one is taken, the one that everybody knows.
  if (event.ctrlKey || event.metaKey)
    return event.code === keys.palette.code && !event.altKey ? "palette" : undefined;
  for (const [name, key] of Object.entries(keys) as [KeyName, (typeof keys)[KeyName]][]) {
    if ("ctrl" in key) continue;
    if ("code" in key ? event.altKey && event.code === key.code : !inField && event.key === key.key)
      return name;
  }
  return undefined;
}

type Actions = Partial<Record<KeyName, (() => void) | undefined>>;

/** What each part of the screen can do now; the palette lists it. */
const listening = new Set<{ current: Actions }>();

/** Everything that a key would do at this moment. */
export function actionsNow(): Map<KeyName, () => void> {
  const now = new Map<KeyName, () => void>();
  for (const { current } of listening)
    for (const [name, action] of Object.entries(current)) if (action) now.set(name as KeyName, action);
  now.delete("palette");
  return now;
}

/** An emergency that rings does not wait until a dialog is closed. */
const throughDialogs: ReadonlySet<KeyName> = new Set(["takeRing", "passRing"]);
const isModalOpen = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

/** Listens to keys while the component is there. A dialog that is open keeps them to itself, but for what rings. */
export function useKeys(actions: Actions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.repeat || event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : document.body;
      const name = keyOf(event, target.matches("input, textarea, select, [contenteditable]"));
      if (!name || (isModalOpen() && !throughDialogs.has(name))) return;
      const action = latest.current[name];
      if (!action) return;
      event.preventDefault();
      action();
    }
    listening.add(latest);
    addEventListener("keydown", onKeyDown);
    return () => {
      listening.delete(latest);
      removeEventListener("keydown", onKeyDown);
    };
  }, []);
}
