import { deskQuery, personQuery } from "./queries.ts";
import type { createConsoleRouter } from "./router.tsx";
import type { Workbench } from "./workbench.ts";

/** From here on she is shown that something is coming, instead of nothing (ms). */
const blankAtMost = 600;

/**
 * Who she is, her desk and her place in the page, all asked at once and before anything is drawn: drawing twice, once
 * to say that it is coming, costs more than the wait. The line to the server is dialled meanwhile. A slow server is not
 * waited for.
 */
export async function firstLook(
  workbench: Workbench,
  router: ReturnType<typeof createConsoleRouter>,
): Promise<void> {
  // Once the script has ended: what asks from inside it is traced through the whole of it by whoever watches requests.
  await null;
  const person = workbench.queries.ensureQueryData(personQuery);
  const desk = person.then((known) => {
    if (known?.role !== "executive" && known?.role !== "supervisor") return;
    workbench.line.dial();
    return workbench.queries.prefetchQuery(deskQuery(workbench));
  });
  // What went wrong is told by the screen that asks again.
  const asked = Promise.allSettled([router.load(), desk]);
  await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, blankAtMost))]);
}
