import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat.js";

dayjs.extend(customParseFormat);

/** How a day may be written in Chile: the day before the month, always. */
const understood = ["DD-MM-YYYY", "D-M-YYYY", "DD/MM/YYYY", "D/M/YYYY", "YYYY-MM-DD"];

/** `2026-11-23` from a day as somebody wrote it; null when it is none. */
export function dayOf(written: string): string | null {
  const day = dayjs(written.trim(), understood, true);
  return day.isValid() ? day.format("YYYY-MM-DD") : null;
}
