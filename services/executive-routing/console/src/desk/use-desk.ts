import type { Desk } from "@liss/executive-routing/desk-api";
import { createContext, use } from "react";

const DeskContext = createContext<Desk | null>(null);
const MeContext = createContext<Desk["me"] | null>(null);
export const DeskProvider = DeskContext.Provider;
export const MeProvider = MeContext.Provider;

/** The desk; only below the gate, which waits for its first picture. Renders again at each change of anything. */
export function useDesk(): Desk {
  return there(use(DeskContext));
}

/** Who is logged in. Unlike `useDesk` it stays the same while the desk changes: what there are two hundred of uses it. */
export function useMe(): Desk["me"] {
  return there(use(MeContext));
}

function there<Value>(value: Value | null): Value {
  if (value === null) throw new Error("the desk is not there yet");
  return value;
}
