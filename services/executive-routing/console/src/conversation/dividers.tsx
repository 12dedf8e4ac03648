import { daysAgo, formatDay, useServerSecond } from "@liss/ui";
import { useTranslation } from "react-i18next";
import classes from "./conversation.module.css";

export function DayDivider({ at }: { at: string }) {
  const { t } = useTranslation("shared");
  const ago = daysAgo(at, new Date(useServerSecond()).toISOString());
  const day = ago === 0 ? t("time.today") : ago === 1 ? t("time.yesterday") : formatDay(at);
  return (
    <h3 className={classes.divider}>
      <span>{day}</span>
    </h3>
  );
}

/** What arrived while the line was down begins here. */
export function AwayDivider() {
  const { t } = useTranslation("desk");
  return (
    <h3 className={classes.divider} data-unread="">
      <span>{t("away")}</span>
    </h3>
  );
}

export function UnreadDivider() {
  const { t } = useTranslation("desk");
  return (
    <h3 className={classes.divider} data-unread="">
      <span>{t("thread.unread")}</span>
    </h3>
  );
}
