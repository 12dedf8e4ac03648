import { EmptyState, Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import { AnswerDialog } from "./answer-dialog.tsx";
import { GoneTable } from "./gone-table.tsx";
import { HoldDialog } from "./hold-dialog.tsx";
import { KeptTable } from "./kept-table.tsx";
import classes from "./retention.module.css";
import { type Asked, type Kept, retentionQuery, rightsQuery } from "./retention-api.ts";
import { RightsTable } from "./rights-table.tsx";

/** What is kept until when, what women ask about it, and what went. A supervisor decides; nothing is opened here. */
export function RetentionRoute() {
  const { t } = useTranslation("desk");
  const { me } = useDesk();
  const { watch } = useLive();
  useEffect(() => watch(null), [watch]);
  if (me.role === "supervisor") return <Data />;
  return (
    <main className={classes.page}>
      <EmptyState heading title={t("data.onlySupervisors")} hint={t("data.onlySupervisorsHint")}>
        <Button component={Link} to="/" variant="default">
          {t("data.back")}
        </Button>
      </EmptyState>
    </main>
  );
}

function Data() {
  const { t } = useTranslation(["desk", "shared"]);
  const retention = useQuery(retentionQuery);
  const rights = useQuery(rightsQuery);
  const [answering, answer] = useState<Asked | null>(null);
  const [holding, hold] = useState<Kept | null>(null);
  const [done, setDone] = useState(false);
  const error = retention.error ?? rights.error;
  const finished = () => {
    answer(null);
    hold(null);
    setDone(true);
  };
  return (
    <main className={classes.page} aria-labelledby="data-title">
      <h2 id="data-title" className={classes.title}>
        {t("data.title")}
      </h2>
      <p className={classes.hint}>{t("data.hint")}</p>
      {done && (
        <Problem kind="info" onClose={() => setDone(false)}>
          {t("data.done")}
        </Problem>
      )}
      {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {!error && !(retention.data && rights.data) && <Loader size="sm" />}
      {rights.data && <RightsTable requests={rights.data.requests} onAnswer={answer} />}
      {retention.data && <KeptTable retention={retention.data} onHold={hold} />}
      {retention.data && <GoneTable gone={retention.data.gone} />}
      {answering && <AnswerDialog asked={answering} onClose={() => answer(null)} onDone={finished} />}
      {holding && retention.data && (
        <HoldDialog
          kept={holding}
          reviewers={retention.data.reviewers}
          onClose={() => hold(null)}
          onDone={finished}
        />
      )}
    </main>
  );
}
