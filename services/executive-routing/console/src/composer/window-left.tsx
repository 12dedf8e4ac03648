import { formatDuration, useServerSecond } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { windowLeft } from "../conversation/reply-window.ts";
import classes from "./composer.module.css";

const hour = 3_600_000;

/** How long WhatsApp still lets us write; it asks for attention only in the last hour. */
export function WindowLeft({ closesAt }: { closesAt: string | null }) {
  const { t } = useTranslation("desk");
  const left = windowLeft(closesAt, useServerSecond());
  if (!left || left.state === "closed") return null;
  const duration = formatDuration(left.ms);
  // While it is far away the hours are enough; the minutes are for whoever points at it.
  const short = left.ms > 2 * hour ? `${Math.floor(left.ms / hour)} h` : duration;
  return (
    <span className={classes.window} data-state={left.state} title={t("composer.windowHint", { duration })}>
      {t("composer.window", { duration: short })}
    </span>
  );
}
