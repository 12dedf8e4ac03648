import type { MeResult } from "@liss/identity/client";
import * as keeper from "@liss/identity/client";
import { canUsePasskeys, enterWithPasskey } from "@liss/identity/passkeys";
import { Door, InstitutionEntry, PasskeyEntry } from "@liss/ui/login";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";

const route = getRouteApi("/entrar");

type Inside = NonNullable<Extract<MeResult, { ok: true }>["person"]>;

export function LoginRoute() {
  const { t } = useTranslation("desk");
  const { volver, fin, institucion } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const { drafts, unsent, holding, quoting, attachments } = useWorkbench();
  const enter = (person: Inside) => {
    if (drafts.belongTo(person.id) === "another") {
      holding.end(false);
      quoting.clear();
      unsent.clear();
      attachments.clear();
    }
    queries.setQueryData(["me"], person);
    router.history.push(volver ?? "/");
  };
  return (
    <Door
      application={t("login.application")}
      notice={fin ? t("login.ended") : undefined}
      keeper={keeper}
      onEntered={enter}
    >
      <InstitutionEntry
        ask={keeper.institutionLogin}
        begin={keeper.toInstitution}
        refused={institucion === "no"}
      />
      {canUsePasskeys() && <PasskeyEntry enter={enterWithPasskey} onEntered={enter} />}
    </Door>
  );
}
