import type { Plan, PlanToWrite } from "./server.ts";

const everyDay: Plan["hours"][number]["days"] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** The plan as the form says it; what the form does not ask stays. null when the hours are no hours. */
export function planFrom(before: Plan, fields: FormData): PlanToWrite | null {
  const said = (name: string) => String(fields.get(name) ?? "").trim() || undefined;
  const [from, to] = [said("from"), said("to")];
  const readBy = (["only-her", "others"] as const).find((value) => value === said("readBy")) ?? "unknown";
  const writing = (["never", "first"] as const).find((value) => value === said("writing")) ?? "answer";
  if ((from || to) && !(from && to && isClock(from) && isClock(to) && from < to)) return null;
  // Days that the form cannot show are kept as long as the hours are.
  const [first] = before.hours;
  const same = from === first?.from && to === first?.to;
  return {
    ...before,
    readBy,
    writing,
    hours: same ? before.hours : from && to ? [{ days: everyDay, from, to }] : [],
    alias: said("alias"),
    agreedWord: said("agreedWord"),
    duressWord: said("duressWord"),
    avoid: (said("avoid") ?? "")
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean),
    mayReceiveMedia: fields.get("media") === "yes",
  };
}

const isClock = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);
