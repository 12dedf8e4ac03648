import { Problem } from "@liss/ui";
import { Button, Checkbox, SegmentedControl, Textarea } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { newKey } from "../server/desk.ts";
import classes from "./case.module.css";
import { makeReferral, type Purpose, type ReferralToMake, referralsQuery } from "./server.ts";
import { type Chosen, ServicePicker } from "./service-picker.tsx";
import { theCase } from "./texts.es-cl.ts";
import { useCaseAct } from "./use-case-act.ts";

const purposes = Object.keys(theCase.referrals.shared) as Purpose[];
const bases = ["consent", "emergency"] as const;

/** A referral: to whom, and with her yes to each thing, or why it could not wait for it. */
export function ReferralForm({ sessionId, onEnd }: { sessionId: string; onEnd: () => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const basisId = useId();
  const [referralId] = useState(newKey);
  const [chosen, choose] = useState<Chosen>({ kind: "women-centre", directoryId: null });
  const [basis, setBasis] = useState<ReferralToMake["basis"]>("consent");
  const [ticked, tick] = useState<readonly Purpose[]>([]);
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const { act, acting, refused } = useCaseAct(
    (referral: ReferralToMake, key) => makeReferral(sessionId, referral, key),
    referralsQuery(sessionId).queryKey,
  );
  const why = reason.trim();
  const noPurpose = basis === "consent" && ticked.length === 0;
  const noReason = basis === "emergency" && why.length < 5;
  function save(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (noPurpose || noReason || acting || state !== "online") return;
    const exception = basis === "emergency" && { reason: why };
    act({ referralId, ...chosen, basis, purposes: [...ticked], ...exception }, onEnd);
  }
  return (
    <form className={classes.form} onSubmit={save} noValidate aria-label={t("case.referrals.new")}>
      <ServicePicker chosen={chosen} onChoose={choose} />
      <div>
        <p className={classes.name} id={basisId}>
          {t("case.referrals.basis")}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby={basisId}
          value={basis}
          onChange={(value) => {
            // A yes and what was shared without one are not the same ticks.
            tick([]);
            setTried(false);
            setBasis(bases.find((one) => one === value) ?? "consent");
          }}
          data={bases.map((value) => ({ value, label: t(`case.referrals.bases.${value}`) }))}
        />
      </div>
      <fieldset className={classes.purposes}>
        <legend>{t(`case.referrals.${basis}Hint`)}</legend>
        {purposes.map((purpose) => (
          <Checkbox
            key={purpose}
            label={t(`case.referrals.purposes.${basis}.${purpose}`)}
            checked={ticked.includes(purpose)}
            onChange={({ currentTarget: { checked } }) =>
              tick((before) => (checked ? [...before, purpose] : before.filter((one) => one !== purpose)))
            }
          />
        ))}
      </fieldset>
      {tried && noPurpose && <Problem>{t("case.referrals.missing.purposes")}</Problem>}
      {basis === "emergency" && (
        <Textarea
          label={t("case.referrals.reason")}
          description={t("case.referrals.reasonHint")}
          value={reason}
          maxLength={500}
          minRows={2}
          maxRows={5}
          autosize
          onChange={({ currentTarget: { value } }) => setReason(value)}
          error={tried && noReason ? t("case.referrals.missing.reason") : null}
        />
      )}
      {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
      <div className={classes.actions}>
        <Button variant="default" onClick={onEnd}>
          {t("case.referrals.cancel")}
        </Button>
        <Button type="submit" loading={acting} disabled={state !== "online"}>
          {t("case.referrals.save")}
        </Button>
      </div>
    </form>
  );
}
