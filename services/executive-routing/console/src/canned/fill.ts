import { type CannedVariable, fillVariables } from "@liss/executive-routing/canned";
import { formatTime } from "@liss/ui";

const hourOf = new Intl.DateTimeFormat("es-CL", {
  hour: "numeric",
  hourCycle: "h23",
  timeZone: "America/Santiago",
});

/** What the variables stand for at this moment: the greeting is that of her hour, in Chile. */
export function valuesAt(now: number, name: string): Record<CannedVariable, string> {
  const hour = Number(hourOf.format(now));
  const saludo =
    hour >= 6 && hour < 12 ? "Buenos días" : hour >= 12 && hour < 20 ? "Buenas tardes" : "Buenas noches";
  return { saludo, ejecutiva: name.split(" ")[0] ?? name, hora: formatTime(new Date(now).toISOString()) };
}

/** A canned text as it will be sent. */
export const filled = (text: string, now: number, name: string): string =>
  fillVariables(text, valuesAt(now, name));
