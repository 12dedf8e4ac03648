import { formatDateTime, Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ForSupervisors, PageFrame } from "../app/page-frame.tsx";
import { WallsTable } from "../kept-away/walls-table.tsx";
import { codeOf } from "../server/request.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { type Handing, LinkDialog } from "./link-dialog.tsx";
import { MemberDialog } from "./member-dialog.tsx";
import { type Member, peopleQuery } from "./people-api.ts";
import { PeopleTable } from "./people-table.tsx";

/** The team, beside the queue: a supervisor keeps seeing who waits. */
export function PeopleRoute() {
  return (
    <ForSupervisors>
      <Team />
    </ForSupervisors>
  );
}

function Team() {
  const { t } = useTranslation(["desk", "shared"]);
  const people = useQuery(peopleQuery);
  const [inviting, invite] = useState(false);
  const [changing, change] = useState<Member | null>(null);
  const [handing, hand] = useState<Handing | null>(null);
  const [changed, setChanged] = useState<string | null>(null);

  const handOver = (next: Handing) => {
    invite(false);
    change(null);
    hand(next);
  };
  return (
    <PageFrame
      title={t("people.title")}
      hint={t("people.hint")}
      action={
        <Button leftSection={<IconUserPlus size={16} aria-hidden="true" />} onClick={() => invite(true)}>
          {t("people.invite")}
        </Button>
      }
    >
      {changed && (
        <Problem kind="info" onClose={() => setChanged(null)}>
          {t("people.changed", { name: changed })}
        </Problem>
      )}
      {people.isError && <Problem>{t(`shared:refusals.${codeOf(people.error)}`)}</Problem>}
      {people.data ? <PeopleTable people={people.data} onChange={change} /> : <Loader size="sm" />}
      <WallsTable />
      {inviting && <InviteDialog onClose={() => invite(false)} onLink={handOver} />}
      {changing && (
        <MemberDialog
          member={changing}
          onClose={() => change(null)}
          onLink={handOver}
          onChanged={() => {
            setChanged(changing.name);
            change(null);
          }}
        />
      )}
      {handing && (
        <LinkDialog
          handing={{ ...handing, until: formatDateTime(handing.until) }}
          onClose={() => hand(null)}
        />
      )}
    </PageFrame>
  );
}
