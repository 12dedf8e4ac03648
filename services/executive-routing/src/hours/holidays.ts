import Holidays from "date-holidays";
import type { IsHoliday } from "./schedule.ts";

export type HolidaysAhead = (from: string) => { date: string; name: string }[];

/** The public holidays of the twelve months from a local date on, with the names that people know. */
export function chileanHolidaysAhead(): HolidaysAhead {
  const chile = new Holidays("CL", { languages: ["es"] });
  return (from) => {
    const year = Number(from.slice(0, 4));
    const until = `${year + 1}${from.slice(4)}`;
    return [year, year + 1]
      .flatMap((one) => chile.getHolidays(one))
      .filter(({ type }) => type === "public")
      .map(({ date, name }) => ({ date: date.slice(0, 10), name }))
      .filter(({ date }) => from <= date && date < until);
  };
}

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
