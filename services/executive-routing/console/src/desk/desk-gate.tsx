import { EmptyState, Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { deskQuery, personQuery } from "../app/queries.ts";
import { useWorkbench } from "../app/workbench.ts";
import { LiveDesk } from "../live/live-desk.tsx";
import { StayKeeper } from "../login/stay-keeper.tsx";
import { useLogout } from "../login/use-logout.ts";
import { codeOf } from "../server/request.ts";
import classes from "./desk.module.css";
import { DeskPage } from "./desk-page.tsx";
import { DeskProvider, MeProvider } from "./use-desk.ts";

/** Lets in who may work here, kindly tells who may not, and shows the desk once its first picture is there. */
export function DeskGate() {
  const person = useQuery(personQuery);
  const { drafts } = useWorkbench();
  const [wasIn, setWasIn] = useState(false);
  useEffect(() => {
    if (!person.data) return;
    setWasIn(true);
    drafts.belongTo(person.data.id);
  }, [person.data, drafts]);

  if (person.isError) return <Failed error={person.error} again={() => person.refetch()} />;
  if (person.isPending) return <Waiting />;
  if (person.data === null) return <ToLogin ended={wasIn} />;
  if (person.data.role === "content-editor") return <Navigate to="/robot" replace />;
  if (person.data.role !== "executive" && person.data.role !== "supervisor")
    return <NoPermission name={person.data.name} role={person.data.role} />;
  return <Desk />;
}

/** Once: the address is taken before it changes. */
function ToLogin({ ended }: { ended: boolean }) {
  const navigate = useNavigate();
  const { history } = useRouter();
  const [from] = useState(() => history.location.href);
  useEffect(() => {
    void navigate({ to: "/entrar", search: { volver: from, ...(ended && { fin: true }) }, replace: true });
  }, [navigate, from, ended]);
  return <Waiting />;
}

function Desk() {
  const desk = useQuery(deskQuery(useWorkbench()));
  if (desk.data)
    return (
      <MeProvider value={desk.data.me}>
        <DeskProvider value={desk.data}>
          <LiveDesk>
            <StayKeeper />
            <DeskPage />
          </LiveDesk>
        </DeskProvider>
      </MeProvider>
    );
  return desk.isError ? <Failed error={desk.error} again={() => desk.refetch()} /> : <Waiting />;
}

function Waiting() {
  return (
    <main className={classes.alone} aria-busy="true">
      <Loader size="sm" />
    </main>
  );
}

function Failed({ error, again }: { error: unknown; again: () => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  return (
    <main className={classes.alone}>
      <EmptyState heading title={t("problems.start")} hint={t("problems.retrying")}>
        <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>
        <Button variant="default" onClick={again}>
          {t("problems.retry")}
        </Button>
      </EmptyState>
    </main>
  );
}

function NoPermission({ name, role }: { name: string; role: "auditor" }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { leave, refused } = useLogout();
  return (
    <main className={classes.alone}>
      <EmptyState
        heading
        title={t("shared:noPermission.title")}
        hint={t("problems.noPermissionHint", {
          name: name.split(" ")[0] ?? name,
          role: t(`shared:roles.${role}`).toLocaleLowerCase("es-CL"),
        })}
      >
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <Button variant="default" onClick={leave}>
          {t("shared:noPermission.logout")}
        </Button>
      </EmptyState>
    </main>
  );
}
