import type { MessageView } from "@liss/executive-routing/desk-api";
import { formatBytes, formatTime } from "@liss/ui";
import {
  IconFile,
  IconMapPin,
  IconMicrophone,
  IconMovie,
  IconPhoto,
  IconSticker,
  IconVolume,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import classes from "./conversation.module.css";
import { EvidenceText } from "./evidence-text.tsx";

type ContentOf = NonNullable<MessageView["content"]>;

const icons = {
  image: IconPhoto,
  video: IconMovie,
  audio: IconVolume,
  voice: IconMicrophone,
  document: IconFile,
  sticker: IconSticker,
};

/** What a message says, in whatever form it came. Nothing is ever left out: what cannot be shown is told. */
export function Content({ message }: { message: MessageView }) {
  const { t } = useTranslation("desk");
  const { content, assessment } = message;
  if (message.revokedAt)
    return <p className={classes.quiet}>{t("thread.revoked", { time: formatTime(message.revokedAt) })}</p>;
  if (!content) return <p className={classes.quiet}>{t("thread.erased")}</p>;
  switch (content.kind) {
    case "text":
      return <EvidenceText text={content.text} evidence={assessment?.evidence ?? []} />;
    case "choice":
      return (
        <p className={classes.text}>
          <span className={classes.kind}>{t("thread.choice")}</span>
          {content.title}
        </p>
      );
    case "list":
      return <List content={content} />;
    case "buttons":
      return (
        <>
          <p className={classes.text}>{content.body}</p>
          <ul className={classes.options}>
            {content.buttons.map(({ id, title }) => (
              <li key={id}>{title}</li>
            ))}
          </ul>
        </>
      );
    case "location":
      return (
        <p className={classes.text}>
          <span className={classes.kind}>
            <IconMapPin size={16} aria-hidden="true" />
            {t("thread.location")}
          </span>
          {[content.name, content.address].filter(Boolean).join(", ")}
          <span className={classes.coordinates}>
            {content.latitude.toFixed(5)}, {content.longitude.toFixed(5)}
          </span>
        </p>
      );
    case "reaction":
      return (
        <p className={classes.quiet}>
          {content.emoji ? t("thread.reaction", { emoji: content.emoji }) : t("thread.reactionGone")}
        </p>
      );
    case "unsupported":
      return <p className={classes.quiet}>{t("thread.unsupported", { original: content.original })}</p>;
    default:
      return <Media content={content} message={message} />;
  }
}

function List({ content }: { content: Extract<ContentOf, { kind: "list" }> }) {
  const { t } = useTranslation("desk");
  return (
    <>
      <p className={classes.text}>{content.body}</p>
      <p className={classes.kind}>{t("thread.listButton", { button: content.button })}</p>
      <ul className={classes.options}>
        {content.sections
          .flatMap(({ rows }) => rows)
          .map(({ id, title, description }) => (
            <li key={id}>
              {title}
              {description && <span className={classes.optionHint}>{description}</span>}
            </li>
          ))}
      </ul>
    </>
  );
}

function Media({
  content,
  message,
}: {
  content: Extract<ContentOf, { caption?: unknown }>;
  message: MessageView;
}) {
  const { t } = useTranslation("desk");
  const { media } = message;
  const Icon = icons[content.kind];
  return (
    <>
      <p className={classes.kind}>
        <Icon size={16} aria-hidden="true" />
        {t(`thread.media.${content.kind}`)}
        {content.filename && ` · ${content.filename}`}
      </p>
      {content.caption && (
        <EvidenceText text={content.caption} evidence={message.assessment?.evidence ?? []} />
      )}
      <p className={classes.quiet}>
        {t(`thread.mediaStates.${media?.state ?? "none"}`, {
          size: media?.state === "stored" ? formatBytes(media.bytes) : "",
        })}
      </p>
    </>
  );
}

/** A message in one line, to quote it. */
export function plainOf(content: MessageView["content"], t: TFunction<"desk">): string {
  if (!content) return "";
  switch (content.kind) {
    case "text":
      return content.text;
    case "choice":
      return content.title;
    case "list":
    case "buttons":
      return content.body;
    case "location":
      return t("thread.location");
    case "reaction":
      return content.emoji ?? "";
    case "unsupported":
      return t("thread.unsupported", { original: content.original });
    default:
      return content.caption ?? t(`thread.media.${content.kind}`);
  }
}
