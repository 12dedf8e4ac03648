import type { PlanKnown } from "@liss/executive-routing/desk-api";
import { formatDateTime } from "@liss/ui";
import { Button } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { AskStep } from "./ask-step.tsx";
import classes from "./safe-contact.module.css";
import { fetchPlan } from "./server.ts";

const PlanDialog = lazy(() => import("./plan-dialog.tsx"));

/** In the context column: how she may be written to, and a way to write down what she said. */
export function PlanSection({ sessionId, lastMessageAt }: { sessionId: string; lastMessageAt: string }) {
  const { t } = useTranslation("desk");
  const [editing, setEditing] = useState(false);
  const { data: known } = useQuery({
    // Her next message may end a goodbye.
    queryKey: ["plan", sessionId, lastMessageAt],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchPlan(sessionId, signal),
    refetchOnMount: "always",
  });
  if (!known) return null;
  return (
    <section>
      <h3>{t("safety.plan")}</h3>
      {known.ask && <AskStep key={`${sessionId} ${known.ask.why}`} sessionId={sessionId} ask={known.ask} />}
      <PlanFacts known={known} />
      {known.mayChange && (
        <Button size="compact-sm" variant="default" onClick={() => setEditing(true)}>
          {t("safety.change")}
        </Button>
      )}
      {editing && (
        <Suspense>
          <PlanDialog sessionId={sessionId} known={known} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </section>
  );
}

function PlanFacts({ known: { plan, known, goodbyeAt } }: { known: PlanKnown }) {
  const { t } = useTranslation("desk");
  const { alias, agreedWord, avoid } = plan;
  return (
    <ul className={classes.facts}>
      {!known && <li>{t("safety.unknown")}</li>}
      {goodbyeAt && <li>{t("safety.goodbye", { time: formatDateTime(goodbyeAt) })}</li>}
      <li>{t(`safety.readBy.${plan.readBy}`)}</li>
      <li>{t(`safety.writing.${plan.writing}`)}</li>
      {alias && <li>{t("safety.calledAs", { alias })}</li>}
      {agreedWord && <li>{t("safety.knownBy", { agreedWord })}</li>}
      {avoid.length > 0 && <li>{t("safety.avoided", { words: avoid.join(", ") })}</li>}
      <li>{t(plan.mayReceiveMedia ? "safety.media" : "safety.noMedia")}</li>
    </ul>
  );
}
