import "@mantine/dates/styles.css";
import "dayjs/locale/es";
import { DateInput, type DateInputProps } from "@mantine/dates";
import { useTranslation } from "react-i18next";
import { dayOf } from "./day-of.ts";

/** As a day is written in Chile. */
const shown = "DD-MM-YYYY";

/**
 * A day, written or chosen, in es-CL whatever the browser speaks; the browser's own field follows its language, and
 * 03-04 is another day in each. Its value is `2026-11-23`, empty for none. Loaded apart: it is heavy and few screens
 * ask for days.
 */
export function DayField({
  value,
  onChange,
  ...field
}: {
  value: string;
  onChange: (day: string) => void;
} & Pick<DateInputProps, "label" | "aria-label" | "name" | "className" | "maxDate" | "minDate">) {
  const { t } = useTranslation("shared");
  return (
    <DateInput
      {...field}
      value={value || null}
      onChange={(day) => onChange(day ?? "")}
      locale="es"
      firstDayOfWeek={1}
      valueFormat={shown}
      placeholder={t("day.placeholder")}
      dateParser={dayOf}
      clearable
      clearButtonProps={{ "aria-label": t("day.clear") }}
      ariaLabels={{
        previousMonth: t("day.previousMonth"),
        nextMonth: t("day.nextMonth"),
        previousYear: t("day.previousYear"),
        nextYear: t("day.nextYear"),
        previousDecade: t("day.previousDecade"),
        nextDecade: t("day.nextDecade"),
        monthLevelControl: t("day.toMonths"),
        yearLevelControl: t("day.toYears"),
      }}
    />
  );
}
