import type { SessionCard } from "@liss/executive-routing/desk-api";
import { coloursOf, formatTime, Problem, TierShape, WaitingClock } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconEar, IconRepeat } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { RowMarks } from "../attention/row-marks.tsx";
import { Knowing } from "../knowing/knowing.tsx";
import { useLive } from "../live/live-desk.tsx";
import { RingLine } from "../rings/ring-line.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import { isUrgent } from "./is-urgent.ts";
import classes from "./lists.module.css";
import { useMe } from "./use-desk.ts";

/** Somebody who waits. Opens to say more, and to be taken out of turn. */
export const QueueRow = memo(function QueueRow({
  card,
  expanded,
  onToggle,
  onOpen,
}: {
  card: SessionCard;
  expanded: boolean;
  onToggle: (sessionId: string) => void;
  onOpen: (sessionId: string) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  return (
    <li data-session-id={card.id} data-tier={card.tier} className={classes.row} style={coloursOf(card.tier)}>
      <button
        type="button"
        className={classes.rowButton}
        aria-expanded={expanded}
        onClick={() => onToggle(card.id)}
      >
        <span className={classes.rowHead}>
          <TierShape tier={card.tier} />
          <span className={classes.tierWord}>{t(`shared:tiers.${card.tier}`)}</span>
          <span className={classes.srOnly}>{t("queue.waits")}</span>
          <WaitingClock since={card.waitingSince} />
        </span>
        <span className={classes.rowBody}>
          <span className={classes.codeName}>{card.codeName}</span>
          <Signals card={card} t={t} />
        </span>
        <RowMarks card={card} />
        <RingLine card={card} />
      </button>
      {expanded && <More card={card} onOpen={onOpen} />}
    </li>
  );
});

function Signals({ card, t }: { card: SessionCard; t: TFunction<["desk", "shared"]> }) {
  const [first, second] = card.indicators;
  const more = card.indicators.length - 2;
  return (
    <span className={classes.signals}>
      {first && t(`shared:indicators.${first}`)}
      {/* The dot ends a line, it begins none. */}
      {second && `\u00a0· ${t(`shared:indicators.${second}`)}`}
      {more > 0 && ` ${t("queue.moreSignals", { count: more })}`}
      {!first && <span>{t(isUrgent(card.tier) ? "queue.unnamed" : "queue.noSignals")}</span>}
      {card.needsListening && (
        <IconEar size={14} className={classes.mark} role="img" aria-label={t("queue.listenShort")} />
      )}
      {card.returning && (
        <IconRepeat size={14} className={classes.mark} role="img" aria-label={t("queue.returningShort")} />
      )}
    </span>
  );
}

function More({ card, onOpen }: { card: SessionCard; onOpen: (sessionId: string) => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const me = useMe();
  const { state } = useLive();
  const { act, acting, refused, forget } = useSessionCommand(card.id);
  return (
    <div className={classes.more}>
      {card.indicators.length > 2 && (
        <p>{card.indicators.map((indicator) => t(`shared:indicators.${indicator}`)).join(" · ")}</p>
      )}
      <p>{t(`shared:tierMeanings.${card.tier}`)}</p>
      <p>
        {t("queue.openedAt", { time: formatTime(card.openedAt) })}
        {card.unread > 0 && ` · ${t("queue.messages", { count: card.unread })}`}
      </p>
      {card.returning && <p>{t("queue.returning")}.</p>}
      {card.needsListening && <p>{t("queue.listen")}.</p>}
      {refused && <Problem onClose={forget}>{t(`shared:refusals.${refused}`)}</Problem>}
      <div className={classes.moreActions}>
        <Button
          size="xs"
          variant="light"
          loading={acting === "claim"}
          disabled={state !== "online"}
          onClick={() => act({ name: "claim" }, () => onOpen(card.id))}
        >
          {t("queue.takeThis")}
        </Button>
        {me.role === "supervisor" && (
          <Button size="xs" variant="default" onClick={() => onOpen(card.id)}>
            {t("queue.read")}
          </Button>
        )}
        <Knowing card={card} mine={false} />
      </div>
    </div>
  );
}
