import * as keeper from "@liss/identity/client";
import { Door } from "@liss/ui/login";
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
    <Door
      application={t("login.application")}
      notice={fin ? t("login.ended") : undefined}
      keeper={keeper}
      onEntered={(person) => {
        if (drafts.belongTo(person.id) === "another") unsent.clear();
        queries.setQueryData(["me"], person);
        router.history.push(volver ?? "/");
      }}
    />
  );
}
