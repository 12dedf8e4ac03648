import { type PointerEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { formatDuration, formatStopwatch } from "../time/format.ts";
import { useServerClock } from "../time/server-clock.ts";

/**
 * How long since `since`, by the server's clock, second by second, every digit in its place. Two hundred of them may
 * be on the screen: each writes its own digits, and React draws nothing again. In words while it is pointed at.
 */
export function WaitingClock({ since }: { since: string }) {
  const { t } = useTranslation("shared");
  const clock = useServerClock();
  const digits = useRef<HTMLTimeElement>(null);
  const start = Date.parse(since);
  useEffect(() => {
    const show = () => {
      const text = digits.current?.firstChild;
      if (text) text.nodeValue = formatStopwatch(clock.second() - start);
    };
    show();
    return clock.everySecond(show);
  }, [clock, start]);
  const sayInWords = ({ currentTarget }: PointerEvent<HTMLElement>) => {
    currentTarget.title = t("clock.waiting", { duration: formatDuration(clock.now() - start) });
  };
  return (
    <time ref={digits} className="liss-tabular" dateTime={since} onPointerEnter={sayInWords}>
      {formatStopwatch(clock.second() - start)}
    </time>
  );
}
