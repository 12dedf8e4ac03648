import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatDuration, Problem, TierMark, useServerSecond } from "@liss/ui";
import { ActionIcon, Button, Popover } from "@mantine/core";
import { IconArrowBackUp, IconInfoCircle, IconUserShare } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOfKey } from "../desk/key-names.tsx";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import classes from "./conversation.module.css";

/** Whose conversation it is, how grave, since when; and how it ends. */
export function ConversationHead({
  card,
  mine,
  onClose,
  onTransfer,
  onReleased,
  contextShown,
  showContext,
}: {
  card: SessionCard;
  mine: boolean;
  onClose: () => void;
  onTransfer: () => void;
  onReleased: () => void;
  contextShown: boolean;
  showContext: () => void;
}) {
  const { t } = useTranslation("desk");
  const { state } = useLive();
  return (
    <header className={classes.head}>
      <h2>{card.codeName}</h2>
      <TierMark tier={card.tier} />
      {card.status !== "closed" && <Elapsed since={card.openedAt} />}
      <div className={classes.headEnd}>
        {mine && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("transfer.action")}
            title={`${t("transfer.action")} (${nameOfKey("transfer")})`}
            aria-keyshortcuts={nameOfKey("transfer")}
            disabled={state !== "online" || card.transfer !== null}
            onClick={onTransfer}
          >
            <IconUserShare size={20} stroke={1.6} />
          </ActionIcon>
        )}
        {mine && <Release card={card} onReleased={onReleased} />}
        {mine && (
          <Button
            variant="default"
            onClick={onClose}
            disabled={state !== "online"}
            aria-keyshortcuts={nameOfKey("close")}
            title={nameOfKey("close")}
          >
            {t("closing.action")}
          </Button>
        )}
        <ActionIcon
          className={classes.contextToggle}
          variant="subtle"
          color="gray"
          aria-label={t("header.context")}
          aria-expanded={contextShown}
          onClick={showContext}
        >
          <IconInfoCircle size={20} stroke={1.6} />
        </ActionIcon>
      </div>
    </header>
  );
}

function Elapsed({ since }: { since: string }) {
  return (
    <time className={classes.elapsed} dateTime={since}>
      {formatDuration(useServerSecond() - Date.parse(since))}
    </time>
  );
}

/** Gives her back to the queue, after asking: it is near a button that is pressed often. */
function Release({ card, onReleased }: { card: SessionCard; onReleased: () => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const [asking, ask] = useState(false);
  const { act, acting, refused } = useSessionCommand(card.id);
  return (
    <Popover opened={asking} onChange={ask} position="bottom-end" width={260} trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("release.action")}
          title={t("release.action")}
          disabled={state !== "online"}
          onClick={() => ask(!asking)}
        >
          <IconArrowBackUp size={20} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.askTitle}>{t("release.confirm")}</p>
        <p className={classes.askHint}>{t("release.hint")}</p>
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <div className={classes.askActions}>
          <Button size="xs" variant="default" onClick={() => ask(false)}>
            {t("release.no")}
          </Button>
          <Button
            size="xs"
            loading={acting === "release"}
            onClick={() => act({ name: "release" }, onReleased)}
          >
            {t("release.yes")}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
