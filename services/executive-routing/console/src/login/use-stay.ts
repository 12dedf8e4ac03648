import { type MeResult, me, type Stay, stayActive } from "@liss/identity/client";
import { useServerSecond } from "@liss/ui";
import { useCallback, useEffect, useRef, useState } from "react";
import { endLogin, useWorkbench } from "../app/workbench.ts";
import { type StayState, stayState } from "./stay.ts";

/** How often her hand on the screen is told to the server, at most (ms): it counts in minutes. */
const tellEvery = 60_000;

const signs = ["pointerdown", "pointermove", "keydown", "wheel"] as const;

/** Keeps her login alive while she uses the screen, and knows when it is about to end. */
export function useStay(): { state: StayState; here: () => void } {
  const workbench = useWorkbench();
  const now = useServerSecond();
  const [stay, setStay] = useState<Stay | null>(null);
  /** The whole idle time: what was left when the server had just heard of her. */
  const [idleMs, setIdleMs] = useState(0);
  const toldAt = useRef(0);

  const heard = useCallback(
    (answer: MeResult) => {
      if (!answer.ok) return;
      if (!answer.stay) return endLogin(workbench);
      const left = Date.parse(answer.stay.idleEndsAt) - workbench.clock.now();
      setStay(answer.stay);
      setIdleMs((before) => Math.max(before, left));
    },
    [workbench],
  );
  const here = useCallback(() => {
    toldAt.current = Date.now();
    void stayActive().then(heard);
  }, [heard]);

  useEffect(here, [here]);
  useEffect(() => {
    const every = idleMs > 0 ? Math.min(tellEvery, idleMs / 4) : tellEvery;
    const sign = () => {
      if (Date.now() - toldAt.current >= every) here();
    };
    for (const name of signs) addEventListener(name, sign, { passive: true });
    return () => {
      for (const name of signs) removeEventListener(name, sign);
    };
  }, [here, idleMs]);

  const state: StayState = stay ? stayState(stay, idleMs, now) : { is: "fine" };
  // When it looks idle another tab of hers may have kept it alive, and at the end it is over: the server knows.
  const doubt = state.is === "idle" ? (state.left === 0 ? "over" : "idle") : null;
  useEffect(() => {
    if (doubt) void me().then(heard);
  }, [doubt, heard]);
  return { state, here };
}
