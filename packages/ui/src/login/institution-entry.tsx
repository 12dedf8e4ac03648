import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../notices/problem.tsx";

/** The institution's own login, where this installation has one. */
export function InstitutionEntry({
  ask,
  begin,
  refused,
}: {
  /** How the institution's login is called; null when there is none. */
  ask: () => Promise<string | null>;
  /** Where she goes on; undefined when the institution cannot be reached. */
  begin: () => Promise<string | undefined>;
  /** She comes back from there and was not let in. */
  refused: boolean;
}) {
  const { t } = useTranslation("shared");
  const [name, setName] = useState<string | null>(null);
  const [unreachable, setUnreachable] = useState(false);
  useEffect(() => void ask().then(setName), [ask]);
  if (!name) return null;

  async function go() {
    const url = await begin();
    if (url) location.assign(url);
    else setUnreachable(true);
  }
  return (
    <>
      {unreachable && <Problem>{t("door.institution.unreachable")}</Problem>}
      {refused && !unreachable && <Problem>{t("door.institution.refused")}</Problem>}
      <Button variant="default" onClick={() => void go()}>
        {t("door.institution.enter", { name })}
      </Button>
    </>
  );
}
