import type { SessionCard } from "@liss/executive-routing/desk-api";
import { coloursOf, formatDuration, formatTime, TierShape, useServerSecond, WaitingClock } from "@liss/ui";
import { Button, UnstyledButton } from "@mantine/core";
import { IconEarOff, IconRobotFace } from "@tabler/icons-react";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { WhoMarks } from "../attention/row-marks.tsx";
import { useMe } from "../desk/use-desk.ts";
import { RingLine } from "../rings/ring-line.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import { dragType } from "./use-assign.ts";
import classes from "./wall.module.css";

export type WallActions = {
  open: (sessionId: string) => void;
  assign: (card: SessionCard) => void;
  nameOf: (id: string) => string | undefined;
};

/** A conversation on the wall: dragged onto a person, or given with the keyboard. */
export function WallCard({
  card,
  open,
  assign,
  nameOf,
  children,
}: WallActions & {
  card: SessionCard;
  /** What more can be done with it where it stands. */
  children?: ReactNode;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const me = useMe();
  const { act, acting } = useSessionCommand(card.id);
  const others = card.owner !== null && card.owner.id !== me.id;
  const coaching = card.coaches.includes(me.id);
  const coach = () => {
    if (coaching) return open(card.id);
    if (others) act({ name: "coach", body: { joined: true } }, () => open(card.id));
  };
  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    const action = { a: () => assign(card), s: coach }[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  }
  return (
    <li
      className={classes.card}
      data-session-id={card.id}
      data-tier={card.tier}
      style={coloursOf(card.tier)}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, card.id);
        event.dataTransfer.effectAllowed = "move";
      }}
    >
      <UnstyledButton
        className={classes.cardMain}
        data-wall-card
        onClick={() => open(card.id)}
        onKeyDown={onKeyDown}
        aria-keyshortcuts="A S"
      >
        <span className={classes.cardHead}>
          <TierShape tier={card.tier} />
          <span className={classes.srOnly}>{t(`shared:tiers.${card.tier}`)}</span>
          <strong>{card.codeName}</strong>
          {card.delegation && <IconRobotFace size={17} role="img" aria-label={t("wall.robot")} />}
          {coaching && <span className={classes.tag}>{t("wall.coached")}</span>}
          {card.status === "waiting" ? (
            <WaitingClock since={card.waitingSince} />
          ) : (
            card.attendedSince && <Since since={card.attendedSince} says="wall.attending" />
          )}
        </span>
        <WhoMarks card={card} />
        {card.heldUntil && (
          <span className={classes.mark}>
            {t("attention.marks.held", { time: formatTime(card.heldUntil) })}
          </span>
        )}
        <RingLine card={card} nameOf={nameOf} />
        {card.silentSince ? (
          <span className={classes.mark} data-grave>
            <IconEarOff size={14} aria-hidden="true" /> <Since since={card.silentSince} says="wall.silent" />
          </span>
        ) : (
          card.owner &&
          card.awaitingReplySince &&
          !card.delegation && (
            <span className={classes.mark} data-grave={card.overdue !== null || undefined}>
              <Since since={card.awaitingReplySince} says="wall.waitsReply" />
            </span>
          )
        )}
      </UnstyledButton>
      <span className={classes.cardActions}>
        <Button size="compact-xs" variant="default" onClick={() => assign(card)}>
          {t("wall.assign")} <span className={classes.srOnly}>{card.codeName}</span>
        </Button>
        {others && !coaching && (
          <Button size="compact-xs" variant="default" loading={acting === "coach"} onClick={coach}>
            {t("wall.coach")} <span className={classes.srOnly}>{card.codeName}</span>
          </Button>
        )}
        {children}
      </span>
    </li>
  );
}

function Since({
  since,
  says,
}: {
  since: string;
  says: "wall.attending" | "wall.silent" | "wall.waitsReply";
}) {
  const { t } = useTranslation("desk");
  return (
    <time dateTime={since} className={classes.since}>
      {t(says, { duration: formatDuration(useServerSecond() - Date.parse(since)) })}
    </time>
  );
}
