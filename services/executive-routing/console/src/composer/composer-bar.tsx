import type { Conversation } from "@liss/executive-routing/desk-api";
import { Button } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { AttachButton } from "../attaching/attach-button.tsx";
import { useLive } from "../live/live-desk.tsx";
import { RobotButton } from "../robot/robot-button.tsx";
import type { Robot } from "../robot/use-robot.ts";
import classes from "./composer.module.css";
import { EmergencyButton } from "./emergency-button.tsx";
import { EmojiButton } from "./emoji-button.tsx";
import type { Compose } from "./use-compose.ts";
import { WindowLeft } from "./window-left.tsx";

/** Below what she writes: what else she can do from here, how long there is, and the button that sends. */
export function ComposerBar({
  conversation: { card, windowClosesAt },
  compose: { write, attaching, barred, tooLong, feared, sendable },
  field,
  robot,
  onFiles,
  onEmergency,
}: {
  conversation: Conversation;
  compose: Compose;
  field: RefObject<HTMLTextAreaElement | null>;
  robot: Robot;
  onFiles: (files: Iterable<File>) => void;
  onEmergency: () => void;
}) {
  const { t } = useTranslation("desk");
  const { state } = useLive();
  return (
    <div className={classes.bar}>
      <EmojiButton field={field} write={write} />
      <AttachButton disabled={barred !== null} mayChoose={attaching.mayChoose} onFiles={onFiles} />
      <RobotButton card={card} robot={robot} />
      <EmergencyButton
        imminent={card.tier === "imminent"}
        disabled={state !== "online"}
        onPress={onEmergency}
      />
      <span className={classes.end}>
        {tooLong > 0 ? (
          <span className={classes.tooLong}>{t("composer.tooLong", { count: tooLong })}</span>
        ) : (
          <WindowLeft closesAt={windowClosesAt} />
        )}
        <Button
          type="submit"
          disabled={!sendable || feared !== null}
          rightSection={<IconSend2 size={16} aria-hidden="true" />}
          title={t("composer.hint")}
        >
          {t("composer.send")}
        </Button>
      </span>
    </div>
  );
}
