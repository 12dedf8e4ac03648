import type { ChangeFrame } from "./frames.ts";

/** How many changes are remembered: more than can arrive while one picture is fetched. */
const most = 500;

/**
 * The last changes heard. A picture asked for before a change and answered after it does not contain it:
 * whoever fetches one applies these to it.
 */
export function createRecent() {
  let frames: ChangeFrame[] = [];
  let last: number | null = null;
  return {
    /** The last sequence seen, in frames or pictures. */
    last: () => last,
    saw(sequence: number): void {
      last = Math.max(last ?? 0, sequence);
    },
    remember(frame: ChangeFrame): void {
      frames.push(frame);
      if (frames.length > most) frames = frames.slice(-most / 2);
    },
    applyTo<Picture>(picture: Picture, change: (picture: Picture, frame: ChangeFrame) => Picture): Picture {
      return frames.reduce(change, picture);
    },
    /** Everything is about to be fetched anew. */
    forget(): void {
      frames = [];
      last = null;
    },
  };
}
export type Recent = ReturnType<typeof createRecent>;
