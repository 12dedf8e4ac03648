import { formatDateTime } from "@liss/ui";
import { IconLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./case.module.css";
import type { Fact } from "./server.ts";

/** A fact to be read only. `locked`: unlike others beside it. */
export function KnownFact({ fact, locked }: { fact: Fact; locked: boolean }) {
  const { t } = useTranslation("desk");
  const by = useWrittenBy(fact);
  return (
    <div className={classes.known}>
      <p className={classes.name}>
        {t(`case.fields.${fact.field}`)}
        {locked && <IconLock size={14} stroke={1.7} role="img" aria-label={t("case.facts.locked")} />}
      </p>
      {fact.value !== null && <p>{fact.value}</p>}
      <p className={classes.hint}>{by}</p>
    </div>
  );
}

/** Who wrote a fact and when, or that nobody did. */
export function useWrittenBy(fact: Fact): string {
  const { t } = useTranslation("desk");
  if (fact.byName === null || fact.at === null) return t("case.facts.nobody");
  if (fact.value === null) return t("case.facts.gone");
  return t("case.facts.by", { name: fact.byName, time: formatDateTime(fact.at) });
}
