import { EmptyState, formatDateTime, Problem, useServerSecond } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import classes from "./case.module.css";
import { postponed } from "./due.ts";
import { FollowUpForm } from "./follow-up-form.tsx";
import { changeFollowUp, type FollowUpKnown, followUpsQuery, referralsQuery } from "./server.ts";
import { Unfetched } from "./unfetched.tsx";
import { useCaseAct } from "./use-case-act.ts";

/** What she wants to look after again in this session: done, put off, or one more. */
export function FollowUpsPart({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation("desk");
  const top = useRef<HTMLParagraphElement>(null);
  const asked = useQuery(followUpsQuery);
  // Whoever may refer may also promise herself to look after it.
  const { data: referrals } = useQuery(referralsQuery(sessionId));
  if (!asked.data) return <Unfetched asked={asked} />;
  const hers = asked.data.filter((followUp) => followUp.sessionId === sessionId);
  return (
    <>
      {/* Where the focus goes when the row that had it is done. */}
      <p ref={top} tabIndex={-1} className={classes.hint}>
        {t("case.followUps.hint")}
      </p>
      {hers.length === 0 && <EmptyState title={t("case.followUps.none")} />}
      <ul className={classes.list} aria-label={t("case.parts.followUps")}>
        {hers.map((followUp) => (
          <FollowUpRow key={followUp.id} followUp={followUp} onDone={() => top.current?.focus()} />
        ))}
      </ul>
      {referrals?.mayChange === true && <FollowUpForm sessionId={sessionId} />}
      {referrals?.mayChange === false && <p className={classes.hint}>{t("case.followUps.notHers")}</p>}
    </>
  );
}

function FollowUpRow({
  followUp: { id, dueAt, what },
  onDone,
}: {
  followUp: FollowUpKnown;
  onDone: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const now = useServerSecond();
  const { act, acting, refused } = useCaseAct(
    (change: Parameters<typeof changeFollowUp>[1], key) => changeFollowUp(id, change, key),
    followUpsQuery.queryKey,
  );
  const due = Date.parse(dueAt) <= now;
  const about = what ?? t("case.followUps.nothingSaid");
  const disabled = state !== "online" || acting;
  const later = (days: number) => act({ dueAt: postponed(dueAt, days, now) });
  return (
    <li className={classes.followUp} data-due={due || undefined}>
      <div>
        <time dateTime={dueAt}>{formatDateTime(dueAt)}</time>
        {due && <strong> {t("case.followUps.now")}</strong>}
        <p>{about}</p>
      </div>
      <Button
        size="xs"
        variant={due ? "filled" : "default"}
        disabled={disabled}
        aria-label={t("case.followUps.doneOf", { what: about })}
        onClick={() => act("done", onDone)}
      >
        {t("case.followUps.done")}
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={disabled}
        aria-label={t("case.followUps.tomorrowOf", { what: about })}
        onClick={() => later(1)}
      >
        {t("case.followUps.tomorrow")}
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={disabled}
        aria-label={t("case.followUps.weekOf", { what: about })}
        onClick={() => later(7)}
      >
        {t("case.followUps.week")}
      </Button>
      {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
    </li>
  );
}
