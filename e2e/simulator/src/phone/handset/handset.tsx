import { Avatar, CloseButton, Switch, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ChatMessage, PhoneView } from "../../view.ts";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";
import { Chat } from "./chat.tsx";
import styles from "./handset.module.css";
import { HomeScreen } from "./home-screen.tsx";
import { avatarColour, initialsOf } from "./person.ts";
import { StatusBar } from "./status-bar.tsx";

export type HandsetProps = { phone: PhoneView; conversation: readonly ChatMessage[] };

/** One simulated phone: above it what the demonstrator moves, inside it what its owner sees. */
export function Handset({ phone, conversation }: HandsetProps) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  return (
    <section className={styles.handset} aria-label={phone.name} data-testid="phone" data-phone-id={phone.id}>
      <div className={styles.bar}>
        <Avatar size={28} radius="xl" color={avatarColour(phone.id)} variant="filled" aria-hidden>
          {initialsOf(phone.name)}
        </Avatar>
        <Text component="h2" size="sm" fw={600} truncate className={styles.owner}>
          {phone.name}
        </Text>
        <Tooltip label={t("bench.networkHelp")} multiline w={260} openDelay={800}>
          <Switch
            size="sm"
            classNames={{ track: styles.track }}
            label={t("bench.network")}
            checked={phone.online}
            onChange={(event) =>
              void attempt(control.change(phone.id, { online: event.currentTarget.checked }))
            }
            withThumbIndicator={false}
          />
        </Tooltip>
        <CloseButton
          size="sm"
          aria-label={t("bench.hideShort")}
          onClick={() => void attempt(control.change(phone.id, { shown: false }))}
        />
      </div>
      <div className={styles.bezel}>
        <div className={styles.screen} data-home={!phone.chatOpen}>
          <StatusBar online={phone.online} />
          {phone.chatOpen ? (
            <Chat phone={phone} conversation={conversation} />
          ) : (
            <HomeScreen phone={phone} conversation={conversation} />
          )}
        </div>
      </div>
    </section>
  );
}
