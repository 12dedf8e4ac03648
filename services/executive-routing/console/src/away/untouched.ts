/** What a hand does to a console. */
const signs = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

/** Windows of one browser tell each other of a hand at most this often (ms). */
const tellEvery = 5_000;

export type Hand = {
  addEventListener(name: string, heard: () => void, options?: { passive: boolean }): void;
  removeEventListener(name: string, heard: () => void): void;
};

/** The other windows of her browser: a hand on one of them is hers as well. */
export type OtherWindows = {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
  close(): void;
};

/**
 * Says when nobody has touched the console for so long, and at once when somebody does again. Returns how to stop.
 */
export function watchUntouched(options: {
  afterMs: number;
  hand: Hand;
  others: OtherWindows;
  onChange: (untouched: boolean) => void;
}): () => void {
  const { afterMs, hand, others, onChange } = options;
  let touchedAt = Date.now();
  let toldAt = 0;
  let untouched = false;
  let timer = setTimeout(look, afterMs);

  function look(): void {
    const left = touchedAt + afterMs - Date.now();
    if (left > 0) {
      timer = setTimeout(look, left);
      return;
    }
    untouched = true;
    onChange(true);
  }
  function touched(): void {
    touchedAt = Date.now();
    if (!untouched) return;
    untouched = false;
    timer = setTimeout(look, afterMs);
    onChange(false);
  }
  function here(): void {
    touched();
    if (touchedAt - toldAt < tellEvery) return;
    toldAt = touchedAt;
    others.postMessage("hand");
  }
  others.onmessage = touched;
  for (const name of signs) hand.addEventListener(name, here, { passive: true });
  return () => {
    clearTimeout(timer);
    others.onmessage = null;
    others.close();
    for (const name of signs) hand.removeEventListener(name, here);
  };
}
