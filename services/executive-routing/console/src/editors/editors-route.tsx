import { EmptyState, Problem } from "@liss/ui";
import { Button, Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { personQuery } from "../app/queries.ts";
import { StayKeeper } from "../login/stay-keeper.tsx";
import { useLogout } from "../login/use-logout.ts";
import { codeOf } from "../server/request.ts";
import classes from "./editors.module.css";
import { EditorsPage } from "./editors-page.tsx";

/** Lets in who writes what the robot says, and supervisors, who answer for it. */
export function EditorsRoute() {
  const { t } = useTranslation(["desk", "shared"]);
  const { leave } = useLogout();
  const person = useQuery(personQuery);
  if (person.isError)
    return (
      <main className={classes.alone}>
        <Problem>{t(`shared:refusals.${codeOf(person.error)}`)}</Problem>
        <Button variant="default" onClick={() => person.refetch()}>
          {t("editors.retry")}
        </Button>
      </main>
    );
  if (person.isPending)
    return (
      <main className={classes.alone} aria-busy="true">
        <Loader size="sm" />
      </main>
    );
  if (person.data === null) return <Navigate to="/entrar" search={{ volver: "/robot" }} replace />;
  const { name, role } = person.data;
  if (role !== "content-editor" && role !== "supervisor")
    return (
      <main className={classes.alone}>
        <EmptyState
          heading
          title={t("shared:noPermission.title")}
          hint={t("editors.noPermission", { name: name.split(" ")[0] ?? name })}
        >
          <Button variant="default" onClick={leave}>
            {t("shared:noPermission.logout")}
          </Button>
        </EmptyState>
      </main>
    );
  return (
    <>
      <StayKeeper />
      <EditorsPage name={name} hasDesk={role === "supervisor"} onLeave={leave} />
    </>
  );
}
