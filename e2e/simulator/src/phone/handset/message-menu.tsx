import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowBackUp, IconDots, IconMoodOff, IconPencil, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ChatMessage } from "../../view.ts";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";
import styles from "./bubble.module.css";
import type { MessageActs } from "./conversation.tsx";
import menuStyles from "./message-menu.module.css";

const emojis = ["👍", "❤️", "🙏", "😢", "😮"];

export function MessageMenu({
  phoneId,
  message,
  act,
}: {
  phoneId: string;
  message: ChatMessage;
  act: MessageActs;
}) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const hers = message.direction === "out";
  const react = (emoji: string) =>
    void attempt(control.write(phoneId, { type: "reaction", messageId: message.id, emoji }));
  return (
    <Menu position="bottom" shadow="md" width={230} returnFocus withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon
          className={styles.menu}
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t("message.options")}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t("message.options")}>
        <div className={menuStyles.emojis}>
          {emojis.map((emoji) => (
            <Menu.Item
              key={emoji}
              className={menuStyles.emoji}
              aria-label={t("message.reactWith", { emoji })}
              onClick={() => react(emoji)}
            >
              {emoji}
            </Menu.Item>
          ))}
        </div>
        <Menu.Divider />
        <Menu.Item leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => act.reply(message)}>
          {t("message.reply")}
        </Menu.Item>
        {message.reactions.hers && (
          <Menu.Item leftSection={<IconMoodOff size={16} aria-hidden />} onClick={() => react("")}>
            {t("message.unreact")}
          </Menu.Item>
        )}
        {hers && message.content.kind === "text" && (
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => act.edit(message)}>
            {t("message.edit")}
          </Menu.Item>
        )}
        {hers && (
          <Menu.Item
            className={menuStyles.danger}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => void attempt(control.write(phoneId, { type: "revoke", messageId: message.id }))}
          >
            {t("message.revoke")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
