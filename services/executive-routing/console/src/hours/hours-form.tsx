import type { Hours } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import page from "../app/page-form.module.css";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import { changePolicy, hoursQuery } from "../server/shift.ts";
import { days, draftOf, type HoursDraft, scheduleOf } from "./draft.ts";
import { Exceptions } from "./exceptions.tsx";
import classes from "./hours.module.css";
import { dateInWords, problemOf } from "./words.ts";

/** The week, the holidays and the days that are special, until they are saved. */
export function HoursForm({ given }: { given: Hours }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<HoursDraft>(() => draftOf(given.hours));
  const schedule = scheduleOf(draft, given.hours);
  const changed = JSON.stringify(draft) !== JSON.stringify(draftOf(given.hours));
  const { mutate, isPending, error, isSuccess } = useMutation({
    mutationFn: changePolicy,
    onSuccess: (_done, { hours }) => {
      // As the server keeps it, so that what was saved does not look like a change.
      if (hours) setDraft(draftOf(hours));
      return queries.invalidateQueries({ queryKey: hoursQuery.queryKey });
    },
  });
  function save(event: FormEvent) {
    event.preventDefault();
    if (schedule && changed) mutate({ hours: schedule });
  }
  const setDay = (day: (typeof days)[number], open: string) =>
    setDraft({ ...draft, week: { ...draft.week, [day]: open } });

  return (
    <form className={`${page.form} ${classes.form}`} onSubmit={save} noValidate>
      <Problem kind="info">{t(given.open ? "hours.nowOpen" : "hours.nowClosed")}</Problem>
      <div className={classes.parts}>
        <section className={page.part} aria-labelledby="hours-week">
          <h3 id="hours-week">{t("hours.week")}</h3>
          <p className={page.hint}>{t("hours.weekHint")}</p>
          {days.map((day) => (
            <div key={day} className={classes.day}>
              <TextInput
                className={classes.field ?? ""}
                label={t(`hours.days.${day}`)}
                placeholder={t("hours.closed")}
                value={draft.week[day]}
                autoComplete="off"
                onChange={(event) => setDay(day, event.currentTarget.value)}
                error={problemOf(draft.week[day], (code) => t(`hours.problems.${code}`))}
              />
              <Button size="compact-sm" variant="subtle" onClick={() => setDay(day, "00:00–24:00")}>
                {t("hours.allDay")}
              </Button>
              <Button size="compact-sm" variant="subtle" onClick={() => setDay(day, "")}>
                {t("hours.close")}
              </Button>
            </div>
          ))}
        </section>
        <section className={page.part} aria-labelledby="hours-holidays">
          <h3 id="hours-holidays">{t("hours.holidays")}</h3>
          <SegmentedControl
            fullWidth
            aria-label={t("hours.holidayLabel")}
            value={draft.holidays}
            onChange={(value) => setDraft({ ...draft, holidays: value as HoursDraft["holidays"] })}
            data={(["open", "closed"] as const).map((value) => ({
              value,
              label: t(`hours.holidayIs.${value}`),
            }))}
          />
          <p className={classes.label}>{t("hours.coming")}</p>
          <ul className={classes.holidays}>
            {given.holidays.map(({ date, name }) => (
              <li key={date}>
                <time dateTime={date}>{dateInWords(date)}</time> {name}
              </li>
            ))}
          </ul>
        </section>
        <Exceptions draft={draft} onChange={setDraft} />
      </div>
      <div className={page.actions}>
        <Button variant="default" disabled={!changed} onClick={() => setDraft(draftOf(given.hours))}>
          {t("hours.undo")}
        </Button>
        <Button type="submit" disabled={!changed || !schedule || state !== "online"} loading={isPending}>
          {t("hours.save")}
        </Button>
        {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
        {isSuccess && !changed && <Problem kind="info">{t("hours.saved")}</Problem>}
      </div>
    </form>
  );
}
