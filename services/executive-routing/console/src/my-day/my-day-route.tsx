import { formatDuration, formatTime, Problem, SchemeSwitch } from "@liss/ui";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { PageFrame } from "../app/page-frame.tsx";
import { useDesk } from "../desk/use-desk.ts";
import { codeOf } from "../server/request.ts";
import { myDayQuery, myShiftQuery } from "../server/shift.ts";
import classes from "./my-day.module.css";
import { OwnState } from "./own-state.tsx";
import { Sounds } from "./sounds.tsx";

/** Her own day: figures that nobody else sees, her state, and how the screen looks and sounds. */
export function MyDayRoute() {
  const { t } = useTranslation(["desk", "shared"]);
  const { mine } = useDesk();
  const day = useQuery(myDayQuery);
  const shift = useQuery({ ...myShiftQuery, refetchOnMount: "always" });
  const error = day.error ?? shift.error ?? null;
  return (
    <PageFrame title={t("myDay.title")} hint={t("myDay.hint")}>
      {error !== null && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      <div className={classes.parts}>
        <section className={classes.part} aria-labelledby="my-day-figures">
          <h3 id="my-day-figures">
            {t("myDay.figures.title")}{" "}
            {day.data && <small>{t("myDay.figures.since", { time: formatTime(day.data.since) })}</small>}
          </h3>
          <dl className={classes.figures}>
            <Figure name={t("myDay.figures.taken")} value={day.data?.taken} />
            <Figure name={t("myDay.figures.closed")} value={day.data?.closed} />
            <Figure name={t("myDay.figures.answers")} value={day.data?.answers} />
            <Figure name={t("myDay.figures.emergencies")} value={shift.data?.emergencies.onShift} />
          </dl>
          {day.data?.firstAnswerSeconds != null && (
            <p className={classes.hint}>
              {t("myDay.figures.firstAnswer")} {formatDuration(day.data.firstAnswerSeconds * 1000)}.
            </p>
          )}
        </section>
        {shift.data && <OwnState shift={shift.data} attending={mine.length} />}
        <Sounds />
        <section className={classes.part} aria-labelledby="my-day-screen">
          <h3 id="my-day-screen">{t("myDay.screen.title")}</h3>
          <SchemeSwitch />
        </section>
      </div>
    </PageFrame>
  );
}

function Figure({ name, value }: { name: string; value: number | undefined }) {
  const { t } = useTranslation("desk");
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value ?? t("myDay.figures.none")}</dd>
    </div>
  );
}
