import { EmptyState, formatDateTime } from "@liss/ui";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api/client.ts";
import { Asking } from "../frame/asking.tsx";
import { useMe } from "../frame/use-me.ts";
import { useStory } from "../story/use-story.ts";
import classes from "./unattached.module.css";

/** What speaks of a session that never opened: normally nothing. */
export function UnattachedPage() {
  const { t } = useTranslation("explorer");
  const { people } = useMe();
  const { sentence } = useStory(people);
  const query = useQuery({ queryKey: ["unattached"], queryFn: api.unattached, gcTime: 0 });
  return (
    <>
      <h1>{t("unattached.title")}</h1>
      <p className={classes.explain}>{t("unattached.explain")}</p>
      <Asking query={query}>
        {({ steps }) =>
          steps.length === 0 ? (
            <EmptyState title={t("unattached.empty")} hint={t("unattached.emptyHint")} />
          ) : (
            <ul className={classes.list} aria-label={t("unattached.list")}>
              {steps.map((step) => (
                <li key={step.index} data-event-type={step.type ?? step.subject} data-index={step.index}>
                  <time dateTime={step.occurredAt ?? step.receivedAt}>
                    {formatDateTime(step.occurredAt ?? step.receivedAt)}
                  </time>
                  <span>{sentence(step)}</span>
                  <span className={classes.entry}>{t("life.entry", { index: step.index })}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Asking>
    </>
  );
}
