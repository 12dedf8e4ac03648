import { institutionLogin, toInstitution } from "@liss/identity/client";
import { Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

/** The institution's own login, where this installation has one. */
export function InstitutionEntry({ refused }: { refused: boolean }) {
  const { t } = useTranslation("desk");
  const { data: name } = useQuery({ queryKey: ["ways"], queryFn: institutionLogin, retry: false });
  const [unreachable, setUnreachable] = useState(false);
  if (!name) return null;
  async function go() {
    const url = await toInstitution();
    if (url) location.assign(url);
    else setUnreachable(true);
  }
  return (
    <>
      {unreachable && <Problem>{t("login.institution.unreachable")}</Problem>}
      {refused && !unreachable && <Problem>{t("login.institution.refused")}</Problem>}
      <Button variant="default" onClick={() => void go()}>
        {t("login.institution.enter", { name })}
      </Button>
    </>
  );
}
