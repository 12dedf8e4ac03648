import { dayOf, EmptyState, formatDay, formatTime, Problem, useServerClock } from "@liss/ui";
import { DayField } from "@liss/ui/day-field";
import { ActionIcon, Loader, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageFrame } from "../app/page-frame.tsx";
import { useDesk } from "../desk/use-desk.ts";
import { codeOf } from "../server/request.ts";
import { dayAfter } from "./scale.ts";
import { ShiftPicture } from "./shift-picture.tsx";
import { ShiftEmergencies, ShiftTable } from "./shift-table.tsx";
import classes from "./shifts.module.css";
import { shiftHistoryQuery, type Wanted } from "./shifts-api.ts";

/** Shifts gone by: a supervisor's team's, an executive's own. */
export function ShiftsRoute() {
  const { t } = useTranslation(["desk", "shared"]);
  const { me } = useDesk();
  const team = me.role === "supervisor";
  const today = dayOf(new Date(useServerClock().now()).toISOString());
  const [wanted, want] = useState<Wanted>({ date: today, block: null });
  const { data, error } = useQuery({
    ...shiftHistoryQuery(team ? "team" : "own", wanted),
    placeholderData: keepPreviousData,
  });
  const go = (date: string) => date && want({ ...wanted, date });
  const earliest = data?.earliest ?? today;
  return (
    <PageFrame
      title={t(team ? "shifts.title" : "shifts.ownTitle")}
      hint={
        <>
          {t(team ? "shifts.hint" : "shifts.ownHint")}{" "}
          {data && t("shifts.kept", { date: data.earliest.split("-").reverse().join("-") })}
        </>
      }
    >
      <div className={classes.choose}>
        <ActionIcon
          variant="default"
          size={36}
          disabled={wanted.date <= earliest}
          onClick={() => go(dayAfter(wanted.date, -1))}
          aria-label={t("shifts.previous")}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
        <DayField
          aria-label={t("shifts.day")}
          value={wanted.date}
          minDate={earliest}
          maxDate={today}
          onChange={go}
        />
        <ActionIcon
          variant="default"
          size={36}
          disabled={wanted.date >= today}
          onClick={() => go(dayAfter(wanted.date, 1))}
          aria-label={t("shifts.next")}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
        {data && data.blocks.length > 1 && (
          <SegmentedControl
            aria-label={t("shifts.block")}
            value={String(wanted.block)}
            onChange={(value) => want({ ...wanted, block: value === "null" ? null : Number(value) })}
            data={[
              { value: "null", label: t("shifts.all") },
              ...data.blocks.map((block, index) => ({
                value: String(index),
                label: t("shifts.span", block),
              })),
            ]}
          />
        )}
      </div>
      {error !== null && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {!data && error === null && <Loader size="sm" />}
      {data && data.people.length === 0 && data.emergencies.length === 0 ? (
        <EmptyState title={t("shifts.empty")} hint={t("shifts.emptyHint")} />
      ) : (
        data && (
          <div className={classes.shift}>
            <h3>
              {formatDay(data.from)}
              {wanted.block !== null && (
                <small>{t("shifts.span", { from: formatTime(data.from), to: formatTime(data.to) })}</small>
              )}
            </h3>
            <ShiftPicture shift={data} team={team} />
            <ShiftTable people={data.people} />
            <ShiftEmergencies emergencies={data.emergencies} />
          </div>
        )
      )}
    </PageFrame>
  );
}
