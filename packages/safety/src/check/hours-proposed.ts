import type { ContactHours } from "@liss/contracts";
import type { Word } from "../reading/words.ts";

const promises = new Set(
  "escribo escribire escribimos escribiremos yamo yamare yamamos contacto contactamos ablamos konberso konbersamos abiso eskribo eskribire eskribimos eskribiremos".split(
    " ",
  ),
);
/** "te escribo mañana en la tarde, como a las 5": so far may the hour stand from the promise. */
const reach = 9;
const afternoon = new Set(["tarde", "noche", "pm"]);
const morning = new Set(["mañana", "am", "madrugada"]);

/**
 * Promises to write to her at an hour outside those of her plan ("te escribo a las 11 de la noche"). The day is not
 * read: an hour is outside when no day of the plan has it.
 */
export function hoursProposed(
  words: readonly Word[],
  hours: readonly ContactHours[],
): { start: number; end: number }[] {
  if (hours.length === 0) return [];
  return words.flatMap((word, at) => {
    if (!promises.has(word.key)) return [];
    const near = words.slice(at, at + reach).filter(({ sentence }) => sentence === word.sentence);
    const article = near.findIndex(
      ({ key }, place) => key === "las" && /^\d/.test(near[place + 1]?.written ?? ""),
    );
    const clock = near[article + 1];
    if (article < 0 || !clock) return [];
    const minutes = minutesOf(clock.written, near.slice(article + 2));
    if (minutes.some((one) => hours.some(({ from, to }) => from <= timeOf(one) && timeOf(one) < to)))
      return [];
    return minutes.length === 0 ? [] : [{ start: word.start, end: clock.end }];
  });
}

/** "9", "21", "9:30" and what follows; both readings when nothing says which half of the day. */
function minutesOf(clock: string, after: readonly Word[]): number[] {
  const hour = Number.parseInt(clock, 10);
  if (hour > 23) return [];
  const said = after.slice(0, 4).map(({ written }) => written);
  if (hour > 12) return [hour * 60];
  if (said.some((word) => afternoon.has(word))) return [((hour % 12) + 12) * 60];
  if (said.some((word) => morning.has(word))) return [hour * 60];
  return [hour * 60, ((hour % 12) + 12) * 60];
}

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:00`;
}
