import type { Desk, SessionCard } from "@liss/executive-routing/desk-api";
import {
  coloursOf,
  formatDateTime,
  formatDuration,
  TierShape,
  useAlertText,
  useServerSecond,
} from "@liss/ui";
import { IconAlertTriangle, IconPencil, IconRobotFace } from "@tabler/icons-react";
import { lazy, memo, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import { WhoMarks } from "../attention/row-marks.tsx";
import { useDraft } from "../composer/drafts.ts";
import classes from "./lists.module.css";
import { useDesk } from "./use-desk.ts";
import { useFirst } from "./use-first.ts";

const FollowUpsDue = lazy(() => import("../case/follow-ups-due.tsx"));

/** The conversations she is responsible for; for a supervisor, also those of others and the alerts. */
export function MineColumn({ open, onOpen }: { open: string | null; onOpen: (sessionId: string) => void }) {
  const { t } = useTranslation("desk");
  const { mine, attendedByOthers, alerts, me } = useDesk();
  const shown = useFirst(mine.length);
  return (
    <nav className={classes.mine} aria-label={t("mine.title")}>
      <h2 className={classes.title}>
        {t("mine.title")} <span className={classes.count}>{mine.length}</span>
      </h2>
      {mine.length === 0 && <p className={classes.none}>{t("mine.empty")}</p>}
      <ul className={classes.rows}>
        {mine.slice(0, shown).map((card) => (
          <Row key={card.id} card={card} open={card.id === open} me={me.id} onOpen={onOpen} />
        ))}
      </ul>
      <Suspense>
        <FollowUpsDue />
      </Suspense>
      {me.role === "supervisor" && attendedByOthers.length > 0 && (
        <>
          <h2 className={classes.title}>
            {t("mine.others")} <span className={classes.count}>{attendedByOthers.length}</span>
          </h2>
          <ul className={classes.rows}>
            {attendedByOthers.map((card) => (
              <Row key={card.id} card={card} open={card.id === open} me={me.id} onOpen={onOpen} />
            ))}
          </ul>
        </>
      )}
      {alerts.length > 0 && <Alerts alerts={alerts} />}
    </nav>
  );
}

const Row = memo(function Row({
  card,
  open,
  me,
  onOpen,
}: {
  card: SessionCard;
  open: boolean;
  me: string;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const draft = useDraft(useWorkbench().drafts, card.id);
  const others = card.owner !== null && card.owner.id !== me;
  return (
    <li data-session-id={card.id} className={classes.row} style={coloursOf(card.tier)}>
      <button
        type="button"
        className={classes.mineButton}
        aria-current={open ? "page" : undefined}
        onClick={() => onOpen(card.id)}
      >
        <span className={classes.rowHead}>
          <TierShape tier={card.tier} />
          <span className={classes.codeName}>{card.codeName}</span>
          <span className={classes.srOnly}>{t(`shared:tiers.${card.tier}`)}</span>
          {draft.trim() !== "" && !open && (
            <IconPencil size={14} className={classes.mark} role="img" aria-label={t("mine.draft")} />
          )}
          {card.delegation && (
            <IconRobotFace size={17} className={classes.robotMark} role="img" aria-label={t("mine.robot")} />
          )}
          {card.unread > 0 && (
            <span className={classes.unread}>
              <span aria-hidden="true">{card.unread}</span>
              <span className={classes.srOnly}>{t("mine.unread", { count: card.unread })}</span>
            </span>
          )}
        </span>
        {others ? (
          <span className={classes.signals}>{card.owner?.name}</span>
        ) : (
          card.awaitingReplySince && !card.delegation && <Awaiting since={card.awaitingReplySince} />
        )}
        <WhoMarks card={card} />
      </button>
    </li>
  );
});

function Awaiting({ since }: { since: string }) {
  const { t } = useTranslation("desk");
  const duration = formatDuration(useServerSecond() - Date.parse(since));
  return <span className={classes.signals}>{t("mine.waitsForYou", { duration })}</span>;
}

function Alerts({ alerts }: { alerts: Desk["alerts"] }) {
  const { t } = useTranslation("desk");
  const alertText = useAlertText();
  return (
    <>
      <h2 className={classes.title}>
        {t("mine.alerts")} <span className={classes.count}>{alerts.length}</span>
      </h2>
      <ul className={classes.rows}>
        {alerts.map(({ id, code, severity, at }) => (
          <li key={id} className={classes.alert} data-severity={severity}>
            <IconAlertTriangle size={15} aria-hidden="true" />
            <span>
              {alertText(code)}
              <time dateTime={at}>{formatDateTime(at)}</time>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
