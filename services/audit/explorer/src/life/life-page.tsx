import type { SessionLife, Step } from "@liss/audit/auditor-api";
import { formatDateTime, formatDay, formatExactTime, TierMark } from "@liss/ui";
import { Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { Asking } from "../frame/asking.tsx";
import { useClassification } from "../i18n/use-classification.ts";
import { SealPanel } from "../seal/seal-panel.tsx";
import { useSeal } from "../seal/use-seal.ts";
import classes from "./life.module.css";
import { anchorOf, Timeline } from "./timeline.tsx";

/** The life of one session, and the proof of it. */
export function LifePage({ id }: { id: string }) {
  const { t } = useTranslation("explorer");
  const query = useQuery({ queryKey: ["life", id], queryFn: () => api.life(id), gcTime: 0 });
  return (
    <>
      <Link to="/" className={classes.back}>
        ← {t("life.back")}
      </Link>
      <Asking query={query}>{(life) => <Life life={life} />}</Asking>
    </>
  );
}

function Life({ life: { session, steps } }: { life: SessionLife }) {
  const { t } = useTranslation("explorer");
  const seal = useSeal(session.sessionId, steps);
  const named = useLocation({ select: ({ hash }) => hash });
  const looks = steps.filter(isLook);
  // Who was led here by a look wants to see it.
  const [withLooks, setWithLooks] = useState(looks.some(({ index }) => anchorOf(index) === named));
  const shown = withLooks ? steps : steps.filter((step) => !isLook(step));
  return (
    <article>
      <header className={classes.head}>
        <div>
          <h1 className={classes.title}>
            {session.codeName} {session.tier && <TierMark tier={session.tier} />}
          </h1>
          <p className={classes.dates}>
            {t("life.opened", {
              when: `${formatDay(session.openedAt)}, ${formatExactTime(session.openedAt)}`,
            })}
            {" · "}
            <Ending session={session} />
          </p>
          <p className={classes.silent}>{t("life.silent")}</p>
        </div>
        <SealPanel seal={seal} />
      </header>
      <Timeline steps={shown} sessionId={session.sessionId} seal={seal} />
      {looks.length > 0 && (
        <Switch
          mt="lg"
          label={t("life.looks", { count: looks.length })}
          checked={withLooks}
          onChange={(event) => setWithLooks(event.currentTarget.checked)}
        />
      )}
    </article>
  );
}

const isLook = ({ type }: Step) => type === "access.record-read";

function Ending({ session: { closedAt, classification } }: Pick<SessionLife, "session">) {
  const { t } = useTranslation("explorer");
  const inWords = useClassification();
  if (!closedAt) return <>{t("life.stillOpen")}</>;
  return <>{t("life.closed", { when: formatDateTime(closedAt), classification: inWords(classification) })}</>;
}
