import { formatTime } from "@liss/ui";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import classes from "./desk.module.css";

/** A stale screen must not be mistaken for a fresh one; it is also why nothing can be sent. */
export function ConnectionBanner() {
  const { t } = useTranslation("desk");
  const { state, downSince } = useLive();
  if (state !== "reconnecting" || downSince === null) return null;
  return (
    <div className={classes.banner} role="status" data-stale>
      <IconPlugConnectedX size={18} aria-hidden="true" />
      {t("connection.banner", { time: formatTime(new Date(downSince).toISOString()) })}
    </div>
  );
}
