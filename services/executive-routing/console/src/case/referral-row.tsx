import { formatDateTime, Problem } from "@liss/ui";
import { Button, NativeSelect } from "@mantine/core";
import { IconCircle, IconCircleCheck } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import classes from "./case.module.css";
import { answersTo, isSettled, loopOf } from "./loop.ts";
import { type Referral, type Result, referralsQuery, settleReferral } from "./server.ts";
import { useCaseAct } from "./use-case-act.ts";

const list = new Intl.ListFormat("es-CL");

/** One referral: to whom, with what right, how far it has come; and the field to write what was answered. */
export function ReferralRow({
  sessionId,
  referral,
  mayChange,
}: {
  sessionId: string;
  referral: Referral;
  mayChange: boolean;
}) {
  const { t } = useTranslation("desk");
  const kind = t(`case.referrals.kinds.${referral.kind}`);
  const shared = list.format(referral.purposes.map((purpose) => t(`case.referrals.shared.${purpose}`)));
  const { state, settledAt } = referral;
  return (
    <li className={classes.referral}>
      <h3>{referral.service ?? kind}</h3>
      <p className={classes.hint}>
        {referral.service && `${kind} · `}
        {t("case.referrals.by", { name: referral.madeByName })}, {formatDateTime(referral.madeAt)}
      </p>
      {referral.basis === "consent" ? (
        <p>{t("case.referrals.consented", { list: shared })}</p>
      ) : (
        <>
          <p>
            {referral.reason === null
              ? t("case.referrals.exceptedGone")
              : t("case.referrals.excepted", { reason: referral.reason })}
          </p>
          {referral.purposes.length > 0 && <p>{t("case.referrals.exceptedShared", { list: shared })}</p>}
        </>
      )}
      <ol className={classes.loop}>
        {loopOf(referral).map(({ step, reached }) => {
          const Icon = reached ? IconCircleCheck : IconCircle;
          return (
            <li key={step} data-reached={reached || undefined}>
              <Icon
                size={16}
                stroke={1.7}
                role="img"
                aria-label={t(reached ? "case.referrals.reached" : "case.referrals.pending")}
              />
              {t(`case.referrals.steps.${step}`)}
            </li>
          );
        })}
      </ol>
      {state !== "made" && settledAt && (
        <p>
          {t("case.referrals.settled", {
            result: t(`case.referrals.results.${state}`),
            time: formatDateTime(settledAt),
          })}
        </p>
      )}
      {mayChange && !isSettled(referral) && (
        <Settle sessionId={sessionId} referral={referral} name={referral.service ?? kind} />
      )}
    </li>
  );
}

function Settle({ sessionId, referral, name }: { sessionId: string; referral: Referral; name: string }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const [chosen, choose] = useState("");
  const { act, acting, refused } = useCaseAct(
    (result: Result, key) => settleReferral(sessionId, referral.id, result, key),
    referralsQuery(sessionId).queryKey,
  );
  const answers = answersTo(referral);
  const result = answers.find((answer) => answer === chosen);
  function save(event: FormEvent) {
    event.preventDefault();
    if (result && !acting) act(result, () => choose(""));
  }
  return (
    <form className={classes.settle} onSubmit={save} noValidate>
      <NativeSelect
        label={t("case.referrals.result")}
        aria-label={t("case.referrals.resultOf", { service: name })}
        value={result ?? ""}
        onChange={({ currentTarget: { value } }) => choose(value)}
        data={[
          { value: "", label: t("case.referrals.choose"), disabled: true },
          ...answers.map((value) => ({ value, label: t(`case.referrals.results.${value}`) })),
        ]}
      />
      <Button type="submit" variant="default" loading={acting} disabled={!result || state !== "online"}>
        {t("case.referrals.settle")}
      </Button>
      {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
    </form>
  );
}
