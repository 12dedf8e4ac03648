import { Problem } from "@liss/ui";
import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ForSupervisors, PageFrame } from "../app/page-frame.tsx";
import { codeOf } from "../server/request.ts";
import { AnswerDialog } from "./answer-dialog.tsx";
import { GoneTable } from "./gone-table.tsx";
import { HoldDialog } from "./hold-dialog.tsx";
import { KeptTable } from "./kept-table.tsx";
import { type Asked, type Kept, retentionQuery, rightsQuery } from "./retention-api.ts";
import { RightsTable } from "./rights-table.tsx";

/** What is kept until when, what women ask about it, and what went. A supervisor decides; nothing is opened here. */
export function RetentionRoute() {
  return (
    <ForSupervisors>
      <Data />
    </ForSupervisors>
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
    <PageFrame title={t("data.title")} hint={t("data.hint")}>
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
    </PageFrame>
  );
}
