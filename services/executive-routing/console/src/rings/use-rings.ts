import { useServerSecond } from "@liss/ui";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import { useAnnounce } from "../live/announcer.tsx";
import { myShiftQuery } from "../server/shift.ts";
import { callOutside } from "./notification.ts";
import { useSoundPreferences } from "./preferences.ts";
import { type Ring, ringsOf } from "./ring.ts";
import { ringOnce, ringUntilStopped } from "./ringer.ts";

/** What rings for her, the first and how many more, and how to be left in peace by one. */
export function useRings(): { ring: Ring | null; more: number; now: number; pass: (ring: Ring) => void } {
  const desk = useDesk();
  const now = useServerSecond();
  const { data: shift } = useQuery(myShiftQuery);
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const resting = shift?.presence === "break" || shift?.presence === "off" || shift?.takenOff === true;
  const [ring = null, ...others] = ringsOf(desk, { passed, resting, now });
  useCalled(ring);
  return {
    ring,
    more: others.length,
    now,
    pass: ({ key }) => setPassed((before) => new Set(before).add(key)),
  };
}

/** Sound until it is taken or passed, a sentence for whoever listens to the screen, and a call outside of the page. */
function useCalled(ring: Ring | null): void {
  const { t } = useTranslation("desk");
  const announce = useAnnounce();
  const { volume, quiet } = useSoundPreferences();
  const key = ring?.key ?? null;
  const kind = ring?.kind ?? null;
  const codeName = ring?.card.codeName ?? "";
  useEffect(() => {
    if (key === null || kind === null) return;
    announce(kind === "transfer" ? "polite" : "assertive", t(`rings.announce.${kind}`, { codeName }));
    return callOutside(t("rings.outsideTitle"), t("rings.outside"));
  }, [key, kind, codeName, announce, t]);
  useEffect(() => {
    if (key === null || quiet) return;
    // A colleague's question is heard once; an emergency until somebody answers.
    if (kind === "transfer") return ringOnce(volume);
    return ringUntilStopped(volume);
  }, [key, kind, quiet, volume]);
}
