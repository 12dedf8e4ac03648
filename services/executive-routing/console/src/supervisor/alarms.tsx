import { coloursOf, TierShape, WaitingClock } from "@liss/ui";
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import classes from "./wall.module.css";
import { alarmsOf } from "./wall.ts";

/** What must not be overlooked, each with its clock. */
export function Alarms({ onOpen }: { onOpen: (sessionId: string) => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const alarms = alarmsOf(useDesk());
  return (
    <section aria-labelledby="wall-alarms">
      <h3 id="wall-alarms">
        {t("wall.alarms")} <span>{alarms.length}</span>
      </h3>
      {alarms.length === 0 && <p className={classes.quiet}>{t("wall.calm")}</p>}
      <ul className={classes.cards}>
        {alarms.map(({ kind, card, since }) => (
          <li key={`${kind}:${card.id}`} style={coloursOf(card.tier)}>
            <UnstyledButton className={classes.alarm} data-alarm={kind} onClick={() => onOpen(card.id)}>
              <span className={classes.cardHead}>
                <TierShape tier={card.tier} />
                <strong>{t(`wall.kinds.${kind}`)}</strong>
                <WaitingClock since={since} />
              </span>
              <span className={classes.alarmBody}>
                {card.codeName} · {card.owner ? t("wall.by", { name: card.owner.name }) : t("wall.nobody")}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
