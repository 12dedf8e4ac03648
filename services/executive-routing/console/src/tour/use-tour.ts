import { useEffect, useState } from "react";
import { useDesk, useMe } from "../desk/use-desk.ts";
import { mayShow } from "./may-show.ts";
import { markShownAround, wasShownAround } from "./tour-seen.ts";

/**
 * Shows her around the first time that she sits down here in a quiet moment, and whenever she asks. An emergency that
 * comes ends it; it is not shown again by itself.
 */
export function useTour(): { shown: boolean; show: () => void; close: () => void } {
  const me = useMe();
  const quiet = mayShow(useDesk());
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!quiet) return setShown(false);
    if (wasShownAround(me.id)) return;
    markShownAround(me.id);
    setShown(true);
  }, [quiet, me.id]);
  return { shown: shown && quiet, show: () => setShown(true), close: () => setShown(false) };
}
