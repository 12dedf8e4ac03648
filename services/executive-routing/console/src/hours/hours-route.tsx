import { EmptyState, Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import { hoursQuery } from "../server/shift.ts";
import classes from "./hours.module.css";
import { HoursForm } from "./hours-form.tsx";

/** When people attend. Supervisors change it while the service runs. */
export function HoursRoute() {
  const { t } = useTranslation(["desk", "shared"]);
  const me = useMe();
  const { watch } = useLive();
  useEffect(() => watch(null), [watch]);
  const allowed = me.role === "supervisor";
  const { data, error } = useQuery({ ...hoursQuery, enabled: allowed });
  if (!allowed)
    return (
      <main className={classes.alone}>
        <EmptyState heading title={t("wall.onlySupervisors")} hint={t("wall.onlySupervisorsHint")}>
          <Button component={Link} to="/" variant="default">
            {t("wall.back")}
          </Button>
        </EmptyState>
      </main>
    );
  return (
    <main className={classes.page} aria-labelledby="hours-title">
      <h2 id="hours-title">{t("hours.title")}</h2>
      <p className={classes.hint}>{t("hours.hint")}</p>
      {error !== null && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {data ? <HoursForm given={data} /> : error === null && <Loader size="sm" />}
    </main>
  );
}
