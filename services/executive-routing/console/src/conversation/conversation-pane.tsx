import type { Conversation } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import { AttentionBand } from "../attention/attention-band.tsx";
import { Composer } from "../composer/composer.tsx";
import { ContextColumn } from "../context/context-column.tsx";
import { useKeys } from "../desk/keys.ts";
import { useMe } from "../desk/use-desk.ts";
import { GlassBand } from "../glass/glass-band.tsx";
import { useLive } from "../live/live-desk.tsx";
import { Pinning, usePins } from "../pins/pinning.ts";
import { RobotBand } from "../robot/robot-band.tsx";
import { RobotGone } from "../robot/robot-gone.tsx";
import { useRobot } from "../robot/use-robot.ts";
import { Whispers } from "../supervisor/whispers.tsx";
import { TransferBand } from "../transfer/transfer-band.tsx";
import { Attends } from "./attends.ts";
import classes from "./conversation.module.css";
import { ConversationHead } from "./conversation-head.tsx";
import { IdentityBand } from "./identity-band.tsx";
import { Thread } from "./thread.tsx";

const CloseDialog = lazy(() => import("../closing/close-dialog.tsx"));
const TransferDialog = lazy(() => import("../transfer/transfer-dialog.tsx"));
const EmergencyCard = lazy(() => import("../emergency/emergency-card.tsx"));

/** The open conversation and its context. `fresh` once it was fetched since it was opened. */
export function ConversationPane({ conversation, fresh }: { conversation: Conversation; fresh: boolean }) {
  const { t } = useTranslation(["desk", "shared"]);
  const me = useMe();
  const { state } = useLive();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<"close" | "emergency" | "transfer" | null>(null);
  const [contextShown, showContext] = useState(false);
  const [toUnread, setToUnread] = useState(0);
  const [sought, seek] = useState<{ messageId: string } | null>(null);
  const { card } = conversation;
  const mine = card.owner?.id === me.id && card.status !== "closed";
  const able = mine && state === "online";
  const robot = useRobot(card);
  const { pinning, refused, forget } = usePins(card, able);
  const { holding } = useWorkbench();
  // What she wrote leaves before what ends or hands over the conversation.
  const open = (which: "close" | "emergency" | "transfer") => {
    holding.release(card.id);
    setDialog(which);
  };
  const delegating = {
    ...robot,
    start: (...order: Parameters<typeof robot.start>) => {
      holding.release(card.id);
      robot.start(...order);
    },
  };
  const toDesk = () => void navigate({ to: "/" });

  /** Leads to a control beside the conversation, also where the screen is too narrow to show it always. */
  const reach = (control: string) => {
    // At once: the next key that she presses is meant for it already.
    flushSync(() => showContext(true));
    document.querySelector<HTMLElement>(control)?.focus();
  };

  useKeys({
    who: able ? () => reach("[data-who-writes] input") : undefined,
    note: able ? () => reach("[data-add-note]") : undefined,
    classify: able ? () => reach("[data-classify]") : undefined,
    close: able ? () => open("close") : undefined,
    emergency: able ? () => open("emergency") : undefined,
    transfer: able && !card.transfer ? () => open("transfer") : undefined,
    robot: able && robot.can ? () => delegating.start() : undefined,
    takeBack: able && card.delegation ? robot.takeBack : undefined,
  });

  return (
    <Pinning value={pinning}>
      <div className={classes.pane} data-context={contextShown || undefined}>
        <main className={classes.main} aria-label={t("thread.name", { codeName: card.codeName })}>
          <ConversationHead
            card={card}
            mine={mine}
            onClose={() => open("close")}
            onTransfer={() => open("transfer")}
            onReleased={toDesk}
            contextShown={contextShown}
            showContext={() => showContext(!contextShown)}
          />
          <div className={classes.bands}>
            {refused && <Problem onClose={forget}>{t(`shared:refusals.${refused}`)}</Problem>}
            {conversation.glass && <GlassBand glass={conversation.glass} />}
            {mine && <AttentionBand card={card} />}
            <Whispers
              card={card}
              mine={mine}
              handedOver={conversation.timeline.some(
                ({ type }) => type === "note-added" || type === "transfer-proposed",
              )}
            />
            <TransferBand card={card} mine={mine} />
            {card.identityDoubt && <IdentityBand card={card} mine={mine} />}
            {card.delegation && <RobotBand card={card} mine={mine} robot={robot} />}
            {conversation.robotGone && !card.delegation && <RobotGone gone={conversation.robotGone} />}
          </div>
          <Attends value={mine}>
            <Thread
              conversation={conversation}
              fresh={fresh}
              mine={mine}
              toUnread={toUnread}
              sought={sought}
            />
          </Attends>
          <Composer
            conversation={conversation}
            mine={mine}
            robot={delegating}
            onEmergency={() => open("emergency")}
          />
        </main>
        <ContextColumn
          conversation={conversation}
          mine={mine}
          onShow={(messageId) => {
            showContext(false);
            seek({ messageId });
          }}
        />
        <Suspense>
          {dialog === "close" && (
            <CloseDialog
              card={card}
              onClose={() => setDialog(null)}
              onRecord={() => setDialog("emergency")}
              onUnread={() => {
                setDialog(null);
                setToUnread(toUnread + 1);
              }}
              onClosed={toDesk}
            />
          )}
          {dialog === "transfer" && (
            <TransferDialog card={card} onClose={() => setDialog(null)} onGiven={toDesk} />
          )}
          {dialog === "emergency" && <EmergencyCard card={card} onClose={() => setDialog(null)} />}
        </Suspense>
      </div>
    </Pinning>
  );
}
