import type { SessionCard } from "@liss/executive-routing/desk-api";
import { useTranslation } from "react-i18next";
import { HoldBack } from "./hold-back.tsx";
import classes from "./keeping.module.css";
import { Needs } from "./needs.tsx";

/** In the context column of a supervisor: whether the session waits for now, and for whom. */
export function Supervising({ card }: { card: SessionCard }) {
  const { t } = useTranslation("desk");
  return (
    <section>
      <h3>{t("keeping.title")}</h3>
      <div className={classes.parts}>
        {card.status === "waiting" && <HoldBack card={card} />}
        <Needs card={card} />
      </div>
    </section>
  );
}
