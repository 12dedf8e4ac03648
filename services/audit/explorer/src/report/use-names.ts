import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../frame/use-me.ts";

/** People by their names; whoever is not known any more, by her identifier. */
export function useNames(): (id: string | null) => string {
  const { t } = useTranslation("explorer");
  const { people } = useMe();
  return useCallback(
    (id) => {
      if (id === null) return "";
      if (id === "robot") return t("actors.robot");
      return people.find((person) => person.id === id)?.name ?? id;
    },
    [people, t],
  );
}
