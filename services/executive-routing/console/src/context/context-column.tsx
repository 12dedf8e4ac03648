import type { Conversation } from "@liss/executive-routing/desk-api";
import { Problem, TierMark } from "@liss/ui";
import { IconEar, IconStethoscope } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { CaseSection } from "../case/case-section.tsx";
import { isUrgent } from "../desk/is-urgent.ts";
import { useMe } from "../desk/use-desk.ts";
import { GuidesSection } from "../guides/guides-section.tsx";
import { Supervising } from "../keeping/supervising.tsx";
import { NotesSection } from "../notes/notes-section.tsx";
import { NumberReveal } from "../number/number-reveal.tsx";
import { PinnedMessages } from "../pins/pinned-messages.tsx";
import { AskRight } from "../retention/ask-right.tsx";
import { SetRisk } from "../risk/set-risk.tsx";
import { PlanSection } from "../safe-contact/plan-section.tsx";
import { Signals } from "../signals/signals.tsx";
import { WhoWrites } from "../who/who-writes.tsx";
import classes from "./context.module.css";
import { EarlierSessions } from "./earlier-sessions.tsx";
import { ThisSession } from "./this-session.tsx";
import { Timeline } from "./timeline.tsx";

type Beside = {
  conversation: Conversation;
  mine: boolean;
  /** Leads to a message in the thread. */
  onShow: (messageId: string) => void;
};

/** What one should know beside the conversation: risk, facts, and the session's life. */
export function ContextColumn(props: Beside) {
  const { t } = useTranslation("desk");
  // First what was said is drawn, in the next moment what stands beside it: it says how to write to her.
  const [settled, settle] = useState(false);
  useEffect(() => {
    const { port1, port2 } = new MessageChannel();
    // A message comes after the frame that is being drawn.
    const frame = requestAnimationFrame(() => port2.postMessage(null));
    port1.onmessage = () => settle(true);
    return () => {
      cancelAnimationFrame(frame);
      port1.close();
    };
  }, []);
  return (
    // Scrolled with the keyboard too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
    <aside className={classes.context} aria-label={t("context.region")} tabIndex={0}>
      {settled && <Context {...props} />}
    </aside>
  );
}

function Context({ conversation, mine, onShow }: Beside) {
  const { card, timeline } = conversation;
  const { t } = useTranslation(["desk", "shared"]);
  const emergency = card.tier === "imminent" || card.emergencyRecorded;
  const supervisor = useMe().role === "supervisor";
  const [soughtNote, seekNote] = useState<{ noteId: string } | null>(null);
  const mayAskNumber = supervisor || (mine && (card.tier === "imminent" || card.emergencySince !== null));
  return (
    <>
      <section>
        <h3>{t("context.risk")}</h3>
        <p className={classes.tier}>
          <TierMark tier={card.tier} />
        </p>
        {card.indicators.length === 0 ? (
          <p className={classes.quiet}>
            {t(isUrgent(card.tier) ? "context.unnamed" : "context.noIndicators")}
          </p>
        ) : (
          <ul className={classes.indicators}>
            {card.indicators.map((indicator) => (
              <li key={indicator}>{t(`shared:indicators.${indicator}`)}</li>
            ))}
          </ul>
        )}
        <Signals conversation={conversation} onShow={onShow} />
        {card.medicalReferral && (
          <p className={classes.notice}>
            <IconStethoscope size={18} stroke={1.7} aria-hidden="true" />
            {t("context.medical")}
          </p>
        )}
        {card.needsListening && (
          <p className={classes.notice}>
            <IconEar size={18} stroke={1.7} aria-hidden="true" />
            {t("queue.listen")}.
          </p>
        )}
        {emergency && (
          <Problem kind={card.emergencyRecorded ? "info" : "warning"}>
            {t(card.emergencyRecorded ? "emergency.recorded" : "emergency.pending")}
          </Problem>
        )}
        <p className={classes.quiet}>{t("context.robotSaid")}</p>
        {(mine || supervisor) && card.status !== "closed" && (
          <div className={classes.act}>
            <SetRisk key={card.id} card={card} />
          </div>
        )}
        {mayAskNumber && (
          <div className={classes.act}>
            <NumberReveal key={card.id} sessionId={card.id} supervisor={supervisor} />
          </div>
        )}
      </section>
      <WhoWrites card={card} mine={mine} />
      <PlanSection sessionId={card.id} lastMessageAt={card.lastMessageAt} />
      <CaseSection card={card} />
      <PinnedMessages
        conversation={conversation}
        onShow={onShow}
        onShowNote={(noteId) => seekNote({ noteId })}
      />
      <NotesSection conversation={conversation} mayWrite={mine || supervisor} sought={soughtNote} />
      <GuidesSection sessionId={card.id} mine={mine} />
      {(mine || supervisor) && (
        <section>
          <AskRight sessionId={card.id} />
        </section>
      )}
      <ThisSession card={card} mine={mine} supervisor={supervisor} />
      {supervisor && card.status !== "closed" && <Supervising card={card} />}
      {card.returning && <EarlierSessions sessionId={card.id} />}
      <section>
        <h3>{t("context.history")}</h3>
        <Timeline timeline={timeline} />
      </section>
    </>
  );
}
