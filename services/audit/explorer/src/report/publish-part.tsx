import { formatNumber } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { Asking } from "../frame/asking.tsx";
import { openKeys } from "../i18n/open-keys.ts";
import { useClassification } from "../i18n/use-classification.ts";
import classes from "./report.module.css";

/** Figures that may leave the house, without any that could point at somebody. */
export function PublishPart({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation("explorer");
  const [shown, setShown] = useState(false);
  const query = useQuery({
    queryKey: ["publishable", from, to],
    queryFn: () => api.publishable(from, to),
    gcTime: 0,
    enabled: shown,
  });
  const nameOf = useCellName();
  return (
    <section className={classes.files} aria-label={t("report.publish.title")}>
      <h2>{t("report.publish.title")}</h2>
      <p className={classes.quiet}>{t("report.publish.hint")}</p>
      {!shown && (
        <Button variant="default" onClick={() => setShown(true)}>
          {t("report.publish.show")}
        </Button>
      )}
      {shown && (
        <Asking query={query}>
          {({ cells }) => (
            <dl className={classes.cells}>
              {cells.map(({ name, value }) => (
                <div key={name}>
                  <dt>{nameOf(name)}</dt>
                  <dd>{value === null ? t("report.publish.hidden") : formatNumber(value)}</dd>
                </div>
              ))}
            </dl>
          )}
        </Asking>
      )}
    </section>
  );
}

/** `closed.risk` → "Cerradas como riesgo". */
function useCellName(): (name: string) => string {
  const { t, i18n } = useTranslation("explorer");
  const say = openKeys(i18n, t);
  const classification = useClassification();
  return (name) => {
    const [group, part = ""] = name.split(".");
    if (group === "closed") return t("report.publish.names.closed", { what: classification(part) });
    if (group === "emergencies") {
      const what = part === "open" ? t("report.publish.names.open") : (say(`words.outcome.${part}`) ?? part);
      return t("report.publish.names.emergencies", { what });
    }
    return say(`report.publish.names.${name}`) ?? name;
  };
}
