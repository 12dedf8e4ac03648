import type { RecordEmergency, SessionCard } from "@liss/executive-routing/desk-api";
import { Problem, useServerClock } from "@liss/ui";
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import { desk } from "../texts.es-cl.ts";
import { clockFieldOf, instantOfClockField } from "./clock-field.ts";
import classes from "./closing.module.css";

const services = Object.keys(desk.emergency.services) as RecordEmergency["calledService"][];
const emergencyOutcomes = Object.keys(desk.emergency.outcomes) as RecordEmergency["outcome"][];

/** What was done in an emergency: whom she called, when, the procedure number, the outcome. Source: invariant 6. */
export default function EmergencyDialog({ card, onClose }: { card: SessionCard; onClose: () => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const clock = useServerClock();
  const { act, acting, refused } = useSessionCommand(card.id);
  const [opened] = useState(() => clock.now());
  const [wrong, setWrong] = useState<{ service?: string; outcome?: string; calledAt?: string }>({});

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const service = services.find((name) => name === fields.get("service"));
    const outcome = emergencyOutcomes.find((name) => name === fields.get("outcome"));
    const calledAt = instantOfClockField(String(fields.get("calledAt") ?? ""), clock.now());
    setWrong({
      ...(!service && { service: t("emergency.missing") }),
      ...(!outcome && { outcome: t("emergency.missing") }),
      ...(!calledAt && { calledAt: t("emergency.missing") }),
    });
    if (!service || !outcome || !calledAt) return;
    const procedureNumber = String(fields.get("procedure") ?? "").trim() || null;
    act({ name: "emergency", body: { calledService: service, calledAt, procedureNumber, outcome } }, onClose);
  }

  const choose = { value: "", label: t("emergency.choose"), disabled: true };
  return (
    <Dialog onClose={onClose} title={t("emergency.title", { codeName: card.codeName })}>
      <form onSubmit={submit} className={classes.form} noValidate>
        <p className={classes.hint}>{t("emergency.hint")}</p>
        <NativeSelect
          label={t("emergency.service")}
          name="service"
          defaultValue=""
          error={wrong.service}
          data={[choose, ...services.map((value) => ({ value, label: t(`emergency.services.${value}`) }))]}
          data-autofocus
        />
        <TextInput
          label={t("emergency.calledAt")}
          name="calledAt"
          inputMode="numeric"
          maxLength={5}
          autoComplete="off"
          defaultValue={clockFieldOf(opened)}
          error={wrong.calledAt}
        />
        <TextInput
          label={t("emergency.procedure")}
          description={t("emergency.procedureHint")}
          name="procedure"
          maxLength={40}
          autoComplete="off"
        />
        <NativeSelect
          label={t("emergency.outcome")}
          name="outcome"
          defaultValue=""
          error={wrong.outcome}
          data={[
            choose,
            ...emergencyOutcomes.map((value) => ({ value, label: t(`emergency.outcomes.${value}`) })),
          ]}
        />
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t("emergency.cancel")}
          </Button>
          <Button type="submit" loading={acting === "emergency"} disabled={state !== "online"}>
            {t("emergency.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
