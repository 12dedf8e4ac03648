const clock = new Intl.DateTimeFormat("es-CL", { hour: "2-digit", minute: "2-digit", hour12: false });
const longDay = new Intl.DateTimeFormat("es-CL", { weekday: "long", day: "numeric", month: "long" });

/** `21:04` */
export function clockOf(date: Date): string {
  return clock.format(date);
}

/** `lunes, 23 de noviembre` */
export function dayOf(date: Date): string {
  return longDay.format(date);
}

/** How many midnights lie between two moments, in the browser's time zone. */
export function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(later) - midnight(earlier)) / 86_400_000);
}
