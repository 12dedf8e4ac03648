import { formatTime } from "@liss/ui";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import { graveOf } from "./gravity.ts";
import classes from "./status.module.css";

/** Across the desk while something is away that changes how one must work. Without a connection, that is said instead. */
export function StatusBanner() {
  const { t } = useTranslation("desk");
  const { state } = useLive();
  const [grave, ...others] = graveOf(useDesk().status);
  if (!grave || state !== "online") return null;
  return (
    <div className={classes.banner} role="status" data-trouble={grave.kind}>
      <IconAlertTriangle size={18} aria-hidden="true" />
      <p>
        <strong>{t(`status.kinds.${grave.kind}.name`)}</strong>{" "}
        {t("status.since", { time: formatTime(grave.since) })}. {t(`status.kinds.${grave.kind}.you`)}
        {others.length > 0 && <> {others.map(({ kind }) => t(`status.kinds.${kind}.name`)).join(" · ")}.</>}
      </p>
    </div>
  );
}
