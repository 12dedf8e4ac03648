import { Problem } from "@liss/ui";
import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ForSupervisors, PageFrame } from "../app/page-frame.tsx";
import { codeOf } from "../server/request.ts";
import { hoursQuery } from "../server/shift.ts";
import { HoursForm } from "./hours-form.tsx";

/** When people attend. Supervisors change it while the service runs. */
export function HoursRoute() {
  return (
    <ForSupervisors>
      <Hours />
    </ForSupervisors>
  );
}

function Hours() {
  const { t } = useTranslation(["desk", "shared"]);
  const { data, error } = useQuery(hoursQuery);
  return (
    <PageFrame title={t("hours.title")} hint={t("hours.hint")}>
      {error !== null && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {data ? <HoursForm given={data} /> : error === null && <Loader size="sm" />}
    </PageFrame>
  );
}
