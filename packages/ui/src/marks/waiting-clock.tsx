import { useTranslation } from "react-i18next";
import { formatDuration, formatStopwatch } from "../time/format.ts";
import { useServerSecond } from "../time/server-clock.ts";

/** How long since `since`, by the server's clock, second by second, every digit in its place. */
export function WaitingClock({ since }: { since: string }) {
  const { t } = useTranslation("shared");
  const elapsed = useServerSecond() - Date.parse(since);
  return (
    <time
      className="liss-tabular"
      dateTime={since}
      title={t("clock.waiting", { duration: formatDuration(elapsed) })}
    >
      {formatStopwatch(elapsed)}
    </time>
  );
}
