import type { PlanKnown } from "@liss/executive-routing/desk-api";
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import classes from "./safe-contact.module.css";

/**
 * At the start, and when she comes back: what to ask her about being written to, in neutral words that go into the
 * composer with one tap. One step, which may be skipped; in an imminent case the server does not offer it.
 */
export function AskStep({ sessionId, ask }: { sessionId: string; ask: NonNullable<PlanKnown["ask"]> }) {
  const { t } = useTranslation("desk");
  const { drafts } = useWorkbench();
  const [skipped, skip] = useState(false);
  const [used, setUsed] = useState<readonly string[]>([]);
  if (skipped) return null;
  // Into the composer and no further: what leaves passes the gate, under her eyes.
  function use(question: string): void {
    drafts.write(sessionId, [drafts.of(sessionId).trim(), question].filter(Boolean).join("\n"));
    setUsed((before) => [...before, question]);
  }
  return (
    <div className={classes.ask}>
      <p>{t(`safety.ask.${ask.why}`)}</p>
      {ask.questions.map((question) => (
        <Button
          key={question}
          size="compact-sm"
          variant="light"
          disabled={used.includes(question)}
          onClick={() => use(question)}
        >
          {question}
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" onClick={() => skip(true)}>
        {t("safety.ask.skip")}
      </Button>
    </div>
  );
}
