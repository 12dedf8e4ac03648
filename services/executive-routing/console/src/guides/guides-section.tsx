import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { GuideButton } from "./guide-button.tsx";
import classes from "./guides.module.css";
import { guidesQuery } from "./server.ts";

/** In the context column: the cards that lead through what is not everyday. */
export function GuidesSection({ sessionId, mine }: { sessionId: string; mine: boolean }) {
  const { t } = useTranslation("desk");
  const { data } = useQuery(guidesQuery);
  if (!data) return null;
  return (
    <section>
      <h3>{t("guides.title")}</h3>
      <p className={classes.hint}>{t("guides.hint")}</p>
      <div className={classes.list}>
        {data.guides.map((guide) => (
          <GuideButton key={guide.id} guide={guide} sessionId={sessionId} mine={mine} />
        ))}
      </div>
    </section>
  );
}
