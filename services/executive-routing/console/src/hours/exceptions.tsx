import { DayField } from "@liss/ui/day-field";
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import page from "../app/page-form.module.css";
import { type HoursDraft, withException } from "./draft.ts";
import classes from "./hours.module.css";
import { dateInWords, problemOf } from "./words.ts";

/** Days that are not as their weekday. */
export function Exceptions({
  draft,
  onChange,
}: {
  draft: HoursDraft;
  onChange: (draft: HoursDraft) => void;
}) {
  const { t } = useTranslation("desk");
  const [date, setDate] = useState("");
  const [open, setOpen] = useState("");
  const wrong = problemOf(open, (code) => t(`hours.problems.${code}`));
  return (
    <section className={page.part} aria-labelledby="hours-exceptions">
      <h3 id="hours-exceptions">{t("hours.exceptions")}</h3>
      <p className={page.hint}>{t("hours.exceptionsHint")}</p>
      {draft.exceptions.length === 0 && <p className={page.hint}>{t("hours.noExceptions")}</p>}
      <ul className={classes.exceptions}>
        {draft.exceptions.map((one) => (
          <li key={one.date}>
            <time dateTime={one.date}>{dateInWords(one.date)}</time>
            <span>{one.open || t("hours.closed")}</span>
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={t("hours.remove", { date: dateInWords(one.date) })}
              onClick={() =>
                onChange({
                  ...draft,
                  exceptions: draft.exceptions.filter((other) => other.date !== one.date),
                })
              }
            >
              ✕
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes.adding}>
        <DayField label={t("hours.date")} value={date} onChange={setDate} />
        <TextInput
          className={classes.field ?? ""}
          label={t("hours.open")}
          placeholder={t("hours.closed")}
          value={open}
          autoComplete="off"
          onChange={(event) => setOpen(event.currentTarget.value)}
          error={wrong}
        />
        <Button
          variant="default"
          disabled={!date || wrong !== null}
          onClick={() => {
            onChange(withException(draft, date, open.trim()));
            setDate("");
            setOpen("");
          }}
        >
          {t("hours.add")}
        </Button>
      </div>
    </section>
  );
}
