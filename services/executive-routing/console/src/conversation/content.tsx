import type { MessageView } from "@liss/executive-routing/desk-api";
import { formatTime } from "@liss/ui";
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
import { File } from "./file.tsx";
import { InteractiveContent } from "./interactive.tsx";

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
  const { content, assessment, revokedAt } = message;
  if (revokedAt) return <Quiet>{t("thread.revoked", { time: formatTime(revokedAt) })}</Quiet>;
  if (!content) return <Quiet>{t("thread.erased")}</Quiet>;
  switch (content.kind) {
    case "text":
      return <EvidenceText text={content.text} evidence={assessment?.evidence ?? []} />;
    case "template":
      return (
        <>
          <p className={classes.kind}>{t("thread.template")}</p>
          <p className={classes.text}>{content.text}</p>
        </>
      );
    case "choice":
      return (
        <p className={classes.text}>
          <span className={classes.kind}>{t("thread.choice")}</span>
          {content.title}
        </p>
      );
    case "list":
    case "buttons":
    case "link":
    case "location-request":
      return <InteractiveContent content={content} />;
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
        <Quiet>
          {content.emoji ? t("thread.reaction", { emoji: content.emoji }) : t("thread.reactionGone")}
        </Quiet>
      );
    case "unsupported":
      return <Quiet>{t("thread.unsupported", { original: content.original })}</Quiet>;
    default:
      // A server newer than this page may know kinds that it does not.
      if (!Object.hasOwn(icons, content.kind))
        return <Quiet>{t("thread.unsupported", { original: content.kind })}</Quiet>;
      return <Media content={content} message={message} />;
  }
}

function Quiet({ children }: { children: string }) {
  return <p className={classes.quiet}>{children}</p>;
}

/** Why there is no file to open: it is on its way, or what went wrong with it. */
function mediaTrouble(media: MessageView["media"], t: TFunction<"desk">): string {
  if (media?.state !== "failed")
    return t(`thread.mediaStates.${media?.state === "fetching" ? "fetching" : "none"}`);
  const reasons = {
    expired: 1,
    "too-large": 1,
    "not-downloadable": 1,
    "wrong-hash": 1,
    "refused-type": 1,
    "given-up": 1,
  };
  const known = Object.hasOwn(reasons, media.reason) ? (media.reason as keyof typeof reasons) : "given-up";
  return t(`thread.mediaFailures.${known}`);
}

function Media({
  content,
  message,
}: {
  content: Extract<ContentOf, { caption?: unknown }>;
  message: MessageView;
}) {
  const { t } = useTranslation("desk");
  const { media, assessment } = message;
  const Icon = icons[content.kind];
  return (
    <>
      <p className={classes.kind}>
        <Icon size={16} aria-hidden="true" />
        {t(`thread.media.${content.kind}`)}
        {content.filename && ` · ${content.filename}`}
      </p>
      {content.caption && <EvidenceText text={content.caption} evidence={assessment?.evidence ?? []} />}
      {media?.state === "stored" ? (
        <File sessionId={message.sessionId} messageId={message.id} media={media} name={content.filename} />
      ) : (
        <Quiet>{mediaTrouble(media, t)}</Quiet>
      )}
    </>
  );
}
