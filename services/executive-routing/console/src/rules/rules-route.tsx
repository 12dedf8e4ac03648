import { Problem } from "@liss/ui";
import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ForSupervisors, PageFrame } from "../app/page-frame.tsx";
import { peopleQuery } from "../people/people-api.ts";
import { attends } from "../people/roles.ts";
import { codeOf } from "../server/request.ts";
import { policyQuery } from "../server/shift.ts";
import { RulesForm } from "./rules-form.tsx";

/** How the desk works: after how long it rings, reminds and gives back. Supervisors change it while it runs. */
export function RulesRoute() {
  return (
    <ForSupervisors>
      <Rules />
    </ForSupervisors>
  );
}

function Rules() {
  const { t } = useTranslation(["desk", "shared"]);
  const policy = useQuery(policyQuery);
  const people = useQuery(peopleQuery);
  const error = policy.error ?? people.error;
  const callable = people.data?.filter(({ active, role }) => active && attends(role));
  return (
    <PageFrame title={t("rules.title")} hint={t("rules.hint")}>
      {error !== null && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      {policy.data && callable ? (
        <RulesForm given={policy.data} callable={callable} />
      ) : (
        error === null && <Loader size="sm" />
      )}
    </PageFrame>
  );
}
