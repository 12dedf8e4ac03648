import type { SessionCard } from "@liss/executive-routing/desk-api";
import { useTranslation } from "react-i18next";
import { EndHold } from "../keeping/end-hold.tsx";
import classes from "./wall.module.css";
import { type WallActions, WallCard } from "./wall-card.tsx";

/** Who is kept back from the queue, by a supervisor or by a block, until when, and the way back. */
export function Held({ cards, ...actions }: WallActions & { cards: readonly SessionCard[] }) {
  const { t } = useTranslation("desk");
  return (
    <section aria-labelledby="wall-held">
      <h3 id="wall-held">
        {t("keeping.hold.list")} <span>{cards.length}</span>
      </h3>
      {cards.length === 0 && <p className={classes.quiet}>{t("keeping.hold.none")}</p>}
      <ul className={classes.cards}>
        {cards.map((card) => (
          <WallCard key={card.id} card={card} {...actions}>
            <EndHold card={card} />
          </WallCard>
        ))}
      </ul>
    </section>
  );
}
