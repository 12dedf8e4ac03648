import { ActionIcon, Avatar, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChatMessage } from "../../view.ts";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";
import styles from "./chat.module.css";
import { Composer, type Drafting } from "./composer.tsx";
import { Conversation } from "./conversation.tsx";
import type { HandsetProps } from "./handset.tsx";
import { OptionSheet } from "./option-sheet.tsx";

/** The chat with Liss. */
export function Chat({ phone, conversation }: HandsetProps) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const [drafting, setDrafting] = useState<Drafting>({ mode: "new" });
  const [sheet, setSheet] = useState<ChatMessage>();
  const typing = phone.online && phone.typingUntil !== undefined;
  const subtitle = phone.online ? t(typing ? "phone.typing" : "phone.quiet") : t("phone.noNetwork");
  return (
    <>
      <header className={styles.header}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("phone.back")}
          onClick={() => void attempt(control.change(phone.id, { chatOpen: false }))}
        >
          <IconArrowLeft size={20} aria-hidden />
        </ActionIcon>
        <Avatar size={34} radius="xl" color="accent.6" variant="filled" aria-hidden>
          L
        </Avatar>
        <div className={styles.contact}>
          <Text component="h3" size="sm" fw={600}>
            {t("phone.contact")}
          </Text>
          <Text size="xs" className={styles.subtitle} data-typing={typing} aria-live="polite">
            {subtitle}
          </Text>
        </div>
      </header>
      <Conversation
        phone={phone}
        conversation={conversation}
        act={{
          say: (text) => void attempt(control.write(phone.id, { type: "text", text })),
          reply: (message) => setDrafting({ mode: "reply", message }),
          edit: (message) => setDrafting({ mode: "edit", message }),
          openSheet: setSheet,
        }}
      />
      <Composer phoneId={phone.id} drafting={drafting} setDrafting={setDrafting} />
      {sheet?.content.kind === "list" && (
        <OptionSheet
          list={sheet.content}
          chosen={sheet.chosen}
          close={() => setSheet(undefined)}
          choose={(optionId) => {
            setSheet(undefined);
            void attempt(control.write(phone.id, { type: "choice", messageId: sheet.id, optionId }));
          }}
        />
      )}
    </>
  );
}
