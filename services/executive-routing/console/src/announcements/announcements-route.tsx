import { EmptyState, Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import { AnnounceForm } from "./announce-form.tsx";
import classes from "./announcements.module.css";
import { madeQuery } from "./announcements-api.ts";
import { MadeList } from "./made-list.tsx";

/** Where a supervisor tells the shift something, and sees who has read it. */
export function AnnouncementsRoute() {
  const { t } = useTranslation(["desk", "shared"]);
  const { me } = useDesk();
  const { watch } = useLive();
  useEffect(() => watch(null), [watch]);
  const allowed = me.role === "supervisor";
  const { data, error } = useQuery({ ...madeQuery, enabled: allowed });
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
    <main className={classes.page} aria-labelledby="announcements-title">
      <h2 id="announcements-title">{t("announcements.title")}</h2>
      <p className={classes.hint}>{t("announcements.hint")}</p>
      {error !== null && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {data ? (
        <div className={classes.parts}>
          <AnnounceForm teams={data.teams} />
          <MadeList announcements={data.announcements} />
        </div>
      ) : (
        error === null && <Loader size="sm" />
      )}
    </main>
  );
}
