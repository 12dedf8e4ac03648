import { Problem, useServerClock } from "@liss/ui";
import { DayField } from "@liss/ui/day-field";
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { newKey } from "../server/desk.ts";
import classes from "./case.module.css";
import { dueFrom, type WrongDue } from "./due.ts";
import { followUpsQuery, setFollowUp } from "./server.ts";
import { useCaseAct } from "./use-case-act.ts";

const empty = { day: "", time: "10:00", what: "" };
type Wrong = { due?: WrongDue | undefined; what: boolean };

/** When she wants to be reminded, and of what. */
export function FollowUpForm({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const clock = useServerClock();
  const [fields, setFields] = useState(empty);
  const [wrong, setWrong] = useState<Wrong>({ what: false });
  const { act, acting, refused } = useCaseAct(
    (followUp: Parameters<typeof setFollowUp>[1], key) => setFollowUp(sessionId, followUp, key),
    followUpsQuery.queryKey,
  );
  function save(event: FormEvent) {
    event.preventDefault();
    const due = dueFrom(fields, clock.now());
    const what = fields.what.trim();
    setWrong({ due: due.wrong, what: !what });
    if (due.wrong || !what || acting || state !== "online") return;
    act({ followUpId: newKey(), dueAt: due.at, what }, () => setFields(empty));
  }
  return (
    <form className={classes.form} onSubmit={save} noValidate aria-label={t("case.followUps.new")}>
      <h3>{t("case.followUps.new")}</h3>
      <div className={classes.when}>
        <DayField
          label={t("case.followUps.day")}
          value={fields.day}
          onChange={(day) => setFields((before) => ({ ...before, day }))}
        />
        <TextInput
          label={t("case.followUps.time")}
          inputMode="numeric"
          maxLength={5}
          autoComplete="off"
          value={fields.time}
          onChange={({ currentTarget: { value } }) => setFields({ ...fields, time: value })}
        />
        <TextInput
          label={t("case.followUps.what")}
          maxLength={500}
          autoComplete="off"
          value={fields.what}
          error={wrong.what && !fields.what.trim() ? t("case.followUps.wrong.what") : null}
          onChange={({ currentTarget: { value } }) => setFields({ ...fields, what: value })}
        />
      </div>
      <p className={classes.hint}>{t("case.followUps.whatHint")}</p>
      {wrong.due && <Problem>{t(`case.followUps.wrong.${wrong.due}`)}</Problem>}
      {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
      <div className={classes.actions}>
        <Button type="submit" loading={acting} disabled={state !== "online"}>
          {t("case.followUps.save")}
        </Button>
      </div>
    </form>
  );
}
