import { EmptyState } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import classes from "./case.module.css";
import { ReferralForm } from "./referral-form.tsx";
import { ReferralRow } from "./referral-row.tsx";
import { referralsQuery } from "./server.ts";
import { Unfetched } from "./unfetched.tsx";

/** Where she was referred and how far each has come; a new one. */
export function ReferralsPart({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation("desk");
  const { state } = useLive();
  const [making, setMaking] = useState<boolean | null>(null);
  const asked = useQuery(referralsQuery(sessionId));
  if (!asked.data) return <Unfetched asked={asked} />;
  const { referrals, mayChange } = asked.data;
  return (
    <>
      {referrals.length === 0 && !making && (
        <EmptyState title={t("case.referrals.none")} hint={t("case.referrals.noneHint")} />
      )}
      <ul className={classes.list} aria-label={t("case.parts.referrals")}>
        {referrals.map((referral) => (
          <ReferralRow key={referral.id} sessionId={sessionId} referral={referral} mayChange={mayChange} />
        ))}
      </ul>
      {!mayChange && <p className={classes.hint}>{t("case.referrals.notHers")}</p>}
      {making && <ReferralForm sessionId={sessionId} onEnd={() => setMaking(false)} />}
      {mayChange && !making && (
        <Button
          className={classes.begin ?? ""}
          variant="default"
          // Whoever comes from the form is where she began it.
          autoFocus={making === false}
          disabled={state !== "online"}
          onClick={() => setMaking(true)}
        >
          {t("case.referrals.new")}
        </Button>
      )}
    </>
  );
}
