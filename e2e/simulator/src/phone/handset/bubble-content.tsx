import { Anchor, Button, Text } from "@mantine/core";
import {
  IconCheck,
  IconExternalLink,
  IconFile,
  IconListDetails,
  IconMapPin,
  IconUser,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { WrittenRequest } from "../../handset/written.ts";
import type { ChatContent, ChatMessage } from "../../view.ts";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";
import styles from "./bubble-content.module.css";

type Props = { phoneId: string; message: ChatMessage; openSheet: (message: ChatMessage) => void };

export function BubbleContent({ phoneId, message, openSheet }: Props) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const write = (written: WrittenRequest) => void attempt(control.write(phoneId, written));
  const { content } = message;
  switch (content.kind) {
    case "text":
      return <p className={styles.text}>{content.text}</p>;
    case "buttons":
      return (
        <>
          <Framed content={content} />
          <div className={styles.actions}>
            {content.buttons.map(({ id, title }) => (
              <Button
                key={id}
                variant="light"
                size="compact-sm"
                leftSection={
                  message.chosen === id ? <IconCheck size={16} aria-label={t("message.chosen")} /> : undefined
                }
                onClick={() => write({ type: "choice", messageId: message.id, optionId: id })}
              >
                {title}
              </Button>
            ))}
          </div>
        </>
      );
    case "list":
      return (
        <>
          <Framed content={content} />
          <div className={styles.actions}>
            <Button
              variant="light"
              size="compact-sm"
              leftSection={<IconListDetails size={16} aria-hidden />}
              aria-haspopup="dialog"
              onClick={() => openSheet(message)}
            >
              {content.button}
            </Button>
          </div>
        </>
      );
    case "link":
      return (
        <>
          <Framed content={content} />
          <div className={styles.actions}>
            <Button
              component="a"
              href={content.url}
              target="_blank"
              rel="noreferrer"
              variant="light"
              size="compact-sm"
              leftSection={<IconExternalLink size={16} aria-hidden />}
            >
              {content.label}
            </Button>
          </div>
        </>
      );
    case "location-request":
      return (
        <>
          <p className={styles.text}>{content.text}</p>
          <div className={styles.actions}>
            <Button
              variant="light"
              size="compact-sm"
              leftSection={<IconMapPin size={16} aria-hidden />}
              onClick={() => write({ type: "location", name: t("composer.placeName"), replyTo: message.id })}
            >
              {t("message.shareLocation")}
            </Button>
          </div>
        </>
      );
    case "contact-request":
      return (
        <>
          <p className={styles.text}>{content.text}</p>
          <div className={styles.actions}>
            <Button
              variant="light"
              size="compact-sm"
              leftSection={<IconUser size={16} aria-hidden />}
              onClick={() => write(sharedContact(phoneId))}
            >
              {t("message.shareContact")}
            </Button>
          </div>
        </>
      );
    case "choice":
      return (
        <>
          <p className={styles.text}>{content.title}</p>
          {content.description && <p className={styles.soft}>{content.description}</p>}
        </>
      );
    case "location":
      return (
        <div className={styles.place}>
          <IconMapPin size={22} aria-hidden />
          <div>
            <p className={styles.text}>{content.name ?? t("message.location")}</p>
            <p className={styles.soft}>{content.address ?? `${content.latitude}, ${content.longitude}`}</p>
          </div>
        </div>
      );
    case "media":
      return <Media content={content} />;
    case "other":
      return <p className={styles.soft}>{t("message.other", { type: content.type })}</p>;
  }
}

function Framed({ content }: { content: { header?: string; text: string; footer?: string } }) {
  return (
    <>
      {content.header && (
        <Text fw={600} size="sm">
          {content.header}
        </Text>
      )}
      <p className={styles.text}>{content.text}</p>
      {content.footer && <p className={styles.soft}>{content.footer}</p>}
    </>
  );
}

function Media({ content }: { content: Extract<ChatContent, { kind: "media" }> }) {
  const { t } = useTranslation();
  const { media, url, caption, filename, voice } = content;
  const elsewhere = /^https?:/.test(url);
  return (
    <>
      {elsewhere || media === "document" ? (
        <Anchor href={url} target="_blank" rel="noreferrer" className={styles.file}>
          <IconFile size={20} aria-hidden />
          {filename ?? t("message.openFile")}
        </Anchor>
      ) : media === "image" || media === "sticker" ? (
        <img className={styles.image} src={url} alt={caption ?? t(`message.${media}`)} />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: whatever was recorded on a phone has no captions.
        <audio
          className={styles.audio}
          controls
          src={url}
          aria-label={t(voice ? "message.voice" : `message.${media}`)}
        />
      )}
      {caption && <p className={styles.text}>{caption}</p>}
    </>
  );
}

/** The answer to a contact request: her own number, without a name, as WhatsApp sends it. */
function sharedContact(phoneId: string): WrittenRequest {
  const phones = [{ phone: `+${phoneId}`, wa_id: phoneId, type: "CELL" }];
  return { type: "raw", message: { type: "contacts", contacts: [{ phones, origin: "contact_request" }] } };
}
