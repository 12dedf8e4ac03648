import { z } from "zod";
import type { SessionSearch } from "../api/client.ts";

export type Saved = { name: string; search: SessionSearch };

const text = z.string().max(100).optional();
const Kept = z.array(
  z.object({
    name: z.string().max(60),
    search: z.object({ text, person: text, type: text, tier: text, from: text, to: text }),
  }),
);
const keyOf = (owner: string) => `liss.registro.busquedas.${owner}`;

/** What this browser keeps for her; nothing when it keeps nothing, or something else. */
export function readSaved(owner: string): readonly Saved[] {
  try {
    return Kept.safeParse(JSON.parse(localStorage.getItem(keyOf(owner)) ?? "[]")).data ?? [];
  } catch {
    return [];
  }
}

export function writeSaved(owner: string, saved: readonly Saved[]): void {
  try {
    localStorage.setItem(keyOf(owner), JSON.stringify(saved));
  } catch {
    // A browser that keeps nothing loses them when the page closes, and nothing else.
  }
}
