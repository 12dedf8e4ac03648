import { formatTime, Problem } from "@liss/ui";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import classes from "./stay.module.css";
import { useStay } from "./use-stay.ts";

// Fetched while there is a connection, long before it is needed.
const fetchDialog = () => import("./stay-dialog.tsx");
const StayDialog = lazy(fetchDialog);

/** Asks in time whether she is still there; a login never ends under her hands. */
export function StayKeeper() {
  const { t } = useTranslation("desk");
  const { state, here } = useStay();
  useEffect(() => {
    const timer = setTimeout(() => void fetchDialog().catch(() => {}), 5_000);
    return () => clearTimeout(timer);
  }, []);
  if (state.is === "fine") return null;
  if (state.is === "ending")
    return (
      <div className={classes.ending}>
        <Problem kind="warning">{t("login.stay.ending", { time: formatTime(state.at) })}</Problem>
      </div>
    );
  return (
    <Suspense fallback={null}>
      <StayDialog left={state.left} onHere={here} />
    </Suspense>
  );
}
