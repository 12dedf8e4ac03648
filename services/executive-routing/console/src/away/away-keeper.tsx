import { IconCoffee } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "../desk/desk.module.css";
import { useLive } from "../live/live-desk.tsx";
import { myShiftQuery } from "../server/shift.ts";
import { watchUntouched } from "./untouched.ts";

/** Untouched for long her console says that she is away, so that it rings for somebody who is there. */
export function AwayKeeper() {
  const { t } = useTranslation("desk");
  const { away } = useLive();
  const { data: shift } = useQuery(myShiftQuery);
  const [untouched, setUntouched] = useState(false);
  const minutes = shift?.awayMinutes ?? 0;
  useEffect(() => {
    if (minutes === 0) return;
    return watchUntouched({
      afterMs: minutes * 60_000,
      hand: window,
      others: new BroadcastChannel("liss-hand"),
      onChange: (now) => {
        setUntouched(now);
        away(now);
      },
    });
  }, [minutes, away]);
  if (!untouched || shift?.presence === "break" || shift?.presence === "off") return null;
  return (
    <div className={classes.banner} data-kind="away" role="status">
      <IconCoffee size={18} aria-hidden="true" />
      {t("untouched", { count: minutes })}
    </div>
  );
}
