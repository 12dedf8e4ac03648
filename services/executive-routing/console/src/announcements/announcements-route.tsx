import { Problem } from "@liss/ui";
import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ForSupervisors, PageFrame } from "../app/page-frame.tsx";
import { codeOf } from "../server/request.ts";
import { AnnounceForm } from "./announce-form.tsx";
import classes from "./announcements.module.css";
import { madeQuery } from "./announcements-api.ts";
import { MadeList } from "./made-list.tsx";

/** Where a supervisor tells the shift something, and sees who has read it. */
export function AnnouncementsRoute() {
  return (
    <ForSupervisors>
      <Announcements />
    </ForSupervisors>
  );
}

function Announcements() {
  const { t } = useTranslation(["desk", "shared"]);
  const { data, error } = useQuery(madeQuery);
  return (
    <PageFrame title={t("announcements.title")} hint={t("announcements.hint")}>
      {error !== null && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {data ? (
        <div className={classes.parts}>
          <AnnounceForm teams={data.teams} />
          <MadeList announcements={data.announcements} />
        </div>
      ) : (
        error === null && <Loader size="sm" />
      )}
    </PageFrame>
  );
}
