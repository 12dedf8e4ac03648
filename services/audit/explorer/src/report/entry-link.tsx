import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { anchorOf } from "../life/timeline.tsx";
import classes from "./report.module.css";

/** From a figure to the entry behind it: in the life of its session when it has one, else by itself. */
export function EntryLink({ index, sessionId }: { index: number; sessionId?: string | null | undefined }) {
  const { t } = useTranslation("explorer");
  const text = t("report.entry.open", { index });
  if (!sessionId) {
    return (
      <Link to="/entradas/$index" params={{ index: String(index) }} className={classes.entry}>
        {text}
      </Link>
    );
  }
  return (
    <Link to="/atenciones/$id" params={{ id: sessionId }} hash={anchorOf(index)} className={classes.entry}>
      {text}
    </Link>
  );
}
