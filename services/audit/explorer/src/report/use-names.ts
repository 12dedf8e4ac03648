import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../frame/use-me.ts";
import { openKeys } from "../i18n/open-keys.ts";
import { operatorIn } from "../story/tell.ts";

/** People by their names, accounts of the machine as such; whoever is not known any more, by her identifier. */
export function useNames(): (id: string | null) => string {
  const { t, i18n } = useTranslation("explorer");
  const { people } = useMe();
  return useCallback(
    (id) => {
      if (id === null) return "";
      if (id === "robot") return t("actors.robot");
      return people.find((person) => person.id === id)?.name ?? operatorIn(id, openKeys(i18n, t)) ?? id;
    },
    [people, t, i18n],
  );
}
