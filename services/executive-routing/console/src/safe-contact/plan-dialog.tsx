import type { PlanKnown } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button, Checkbox, Radio, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { newKey } from "../server/desk.ts";
import { codeOf } from "../server/request.ts";
import { desk } from "../texts.es-cl.ts";
import { planFrom } from "./plan-from.ts";
import classes from "./safe-contact.module.css";
import { type Plan, type PlanToWrite, writePlan } from "./server.ts";

const readBy = Object.keys(desk.safety.readBy) as Plan["readBy"][];
const writing = Object.keys(desk.safety.writing) as Plan["writing"][];

/** What she said about being written to. Everything may be left as it is: what she did not say is what is safest. */
export default function PlanDialog({
  sessionId,
  known: { plan },
  onClose,
}: {
  sessionId: string;
  known: PlanKnown;
  onClose: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const queries = useQueryClient();
  const [key] = useState(newKey);
  const [wrongHours, setWrongHours] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (written: PlanToWrite) => writePlan(sessionId, written, key),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["plan", sessionId] });
      await queries.invalidateQueries({ queryKey: ["words", sessionId] });
      onClose();
    },
  });
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const written = planFrom(plan, new FormData(event.currentTarget));
    setWrongHours(written === null);
    if (written) mutate(written);
  }
  const [hours] = plan.hours;
  return (
    <Dialog onClose={onClose} title={t("safety.plan")}>
      <form onSubmit={submit} className={classes.form}>
        <Radio.Group name="readBy" label={t("safety.readByAsked")} defaultValue={plan.readBy}>
          {readBy.map((value, at) => (
            <Radio
              key={value}
              value={value}
              label={t(`safety.readBy.${value}`)}
              mt={4}
              data-autofocus={at === 0 || undefined}
            />
          ))}
        </Radio.Group>
        <Radio.Group name="writing" label={t("safety.writingAsked")} defaultValue={plan.writing}>
          {writing.map((value) => (
            <Radio key={value} value={value} label={t(`safety.writing.${value}`)} mt={4} />
          ))}
        </Radio.Group>
        <div className={classes.hours}>
          <TextInput
            name="from"
            label={t("safety.from")}
            placeholder="09:00"
            defaultValue={hours?.from}
            maxLength={5}
            error={wrongHours && t("safety.wrongHours")}
          />
          <TextInput
            name="to"
            label={t("safety.to")}
            placeholder="13:00"
            defaultValue={hours?.to}
            maxLength={5}
          />
        </div>
        <TextInput name="alias" label={t("safety.alias")} defaultValue={plan.alias} maxLength={80} />
        <TextInput
          name="agreedWord"
          label={t("safety.agreedWord")}
          description={t("safety.agreedWordHint")}
          defaultValue={plan.agreedWord}
          maxLength={80}
        />
        <TextInput
          name="duressWord"
          label={t("safety.duressWord")}
          description={t("safety.duressWordHint")}
          defaultValue={plan.duressWord}
          maxLength={80}
        />
        <TextInput
          name="avoid"
          label={t("safety.avoid")}
          description={t("safety.avoidHint")}
          defaultValue={plan.avoid.join(", ")}
        />
        <Checkbox
          name="media"
          label={t("safety.mayReceiveMedia")}
          defaultChecked={plan.mayReceiveMedia}
          value="yes"
        />
        {error && <Problem kind="warning">{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
        <div className={classes.save}>
          <Button type="submit" loading={isPending} fullWidth>
            {t("safety.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
