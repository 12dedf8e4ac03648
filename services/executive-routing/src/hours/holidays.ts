import Holidays from "date-holidays";
import type { IsHoliday } from "./schedule.ts";

/** Public holidays of Chile, by local date. The movable ones too: date-holidays knows the laws. */
export function chileanHolidays(): IsHoliday {
  const chile = new Holidays("CL");
  const years = new Map<string, Set<string>>();
  return (date) => {
    const year = date.slice(0, 4);
    let known = years.get(year);
    if (!known) {
      known = new Set(
        chile
          .getHolidays(Number(year))
          .filter(({ type }) => type === "public")
          .map((holiday) => holiday.date.slice(0, 10)),
      );
      years.set(year, known);
    }
    return known.has(date);
  };
}
