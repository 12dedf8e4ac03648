import { login } from "@liss/identity/client";
import { LoginPage } from "@liss/ui/login";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";

const route = getRouteApi("/entrar");

export function LoginRoute() {
  const { t } = useTranslation("desk");
  const { volver, fin } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const { drafts, unsent } = useWorkbench();
  return (
    <LoginPage
      application={t("login.application")}
      notice={fin ? t("login.ended") : undefined}
      onLogin={async (email, password) => {
        const answer = await login(email, password);
        if (!answer.ok) return answer;
        if (drafts.belongTo(answer.person.id) === "another") unsent.clear();
        queries.setQueryData(["me"], answer.person);
        router.history.push(volver ?? "/");
        return null;
      }}
    />
  );
}
