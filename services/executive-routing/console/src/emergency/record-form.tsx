import type { RecordEmergency, SessionCard } from "@liss/executive-routing/desk-api";
import { Problem, useServerClock } from "@liss/ui";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { clockFieldOf, instantOfClockField } from "../closing/clock-field.ts";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import type { Step } from "./call-help.tsx";
import classes from "./emergency.module.css";
import { emergency } from "./texts.es-cl.ts";

const services = Object.keys(emergency.services) as RecordEmergency["calledService"][];
const outcomes = Object.keys(emergency.outcomes) as RecordEmergency["outcome"][];

/** How it ended: who was called, when, the procedure number, the outcome. Begins with whom she told first. */
export function RecordForm({
  card,
  told,
  onClose,
}: {
  card: SessionCard;
  told: Step | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const clock = useServerClock();
  const { act, acting, refused } = useSessionCommand(card.id);
  const [opened] = useState(() => clock.now());
  const [wrong, setWrong] = useState<{ service?: string; outcome?: string; calledAt?: string }>({});
  // What she chose herself; until then, what she has written down above.
  const [service, chooseService] = useState<string | null>(null);
  const [time, setTime] = useState<string | null>(null);
  const timeShown = time ?? clockFieldOf(told ? Date.parse(told.toldAt) : opened);
  const serviceShown = service ?? told?.service ?? "";

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const calledService = services.find((name) => name === serviceShown);
    const outcome = outcomes.find((name) => name === fields.get("outcome"));
    const calledAt = instantOfClockField(timeShown, clock.now());
    const notChosen = t("emergency.notChosen");
    setWrong({
      ...(!calledService && { service: notChosen }),
      ...(!outcome && { outcome: notChosen }),
      ...(!calledAt && { calledAt: notChosen }),
    });
    if (!calledService || !outcome || !calledAt) return;
    const procedureNumber = String(fields.get("procedure") ?? "").trim() || null;
    act({ name: "emergency", body: { calledService, calledAt, procedureNumber, outcome } }, onClose);
  }

  const choose = { value: "", label: t("emergency.choose"), disabled: true };
  return (
    <form onSubmit={submit} className={classes.record} noValidate aria-labelledby="emergency-record">
      <h3 id="emergency-record">{t("emergency.recordTitle")}</h3>
      <div className={classes.fields}>
        <NativeSelect
          label={t("emergency.service")}
          value={serviceShown}
          onChange={(event) => chooseService(event.currentTarget.value)}
          error={wrong.service}
          data={[choose, ...services.map((value) => ({ value, label: t(`emergency.services.${value}`) }))]}
        />
        <TextInput
          label={t("emergency.calledAt")}
          inputMode="numeric"
          maxLength={5}
          autoComplete="off"
          value={timeShown}
          onChange={(event) => setTime(event.currentTarget.value)}
          error={wrong.calledAt}
        />
        <TextInput label={t("emergency.procedure")} name="procedure" maxLength={40} autoComplete="off" />
        <NativeSelect
          label={t("emergency.outcome")}
          name="outcome"
          defaultValue=""
          error={wrong.outcome}
          data={[choose, ...outcomes.map((value) => ({ value, label: t(`emergency.outcomes.${value}`) }))]}
        />
      </div>
      {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
      <div className={classes.actions}>
        <span className={classes.hint}>{t("emergency.procedureHint")}</span>
        <Button variant="default" onClick={onClose}>
          {t("emergency.cancel")}
        </Button>
        <Button type="submit" loading={acting === "emergency"} disabled={state !== "online"}>
          {t("emergency.save")}
        </Button>
      </div>
    </form>
  );
}
