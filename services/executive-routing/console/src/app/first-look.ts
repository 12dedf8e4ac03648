import { deskQuery, personQuery } from "./queries.ts";
import type { createConsoleRouter } from "./router.tsx";
import type { Workbench } from "./workbench.ts";

/** From here on she is shown that something is coming, instead of nothing (ms). */
const blankAtMost = 600;

/**
 * Who she is, her desk and her place in the page, all asked at once and before anything is drawn: drawing twice, once
 * to say that it is coming, costs more than the wait. A slow server is not waited for.
 */
export async function firstLook(
  { queries, ...workbench }: Workbench,
  router: ReturnType<typeof createConsoleRouter>,
): Promise<void> {
  const person = queries.ensureQueryData(personQuery);
  const desk = person.then((known) =>
    known && known.role !== "auditor"
      ? queries.prefetchQuery(deskQuery({ queries, ...workbench }))
      : undefined,
  );
  // What went wrong is told by the screen that asks again.
  const asked = Promise.allSettled([router.load(), desk]);
  await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, blankAtMost))]);
}
