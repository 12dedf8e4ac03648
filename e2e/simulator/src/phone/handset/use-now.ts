import { useEffect, useState } from "react";

const minute = 60_000;

/** The time, for clocks that show minutes: moves when the minute does. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setTimeout(() => setNow(new Date()), minute - (Date.now() % minute));
    return () => clearTimeout(timer);
  }, []);
  return now;
}
