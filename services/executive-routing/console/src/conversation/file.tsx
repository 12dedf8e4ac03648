import type { MessageView } from "@liss/executive-routing/desk-api";
import { formatBytes, formatNumber } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconEye, IconEyeOff, IconFileDownload, IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { openFile } from "../server/desk.ts";
import { codeOf } from "../server/request.ts";
import { useAttends } from "./attends.ts";
import classes from "./file.module.css";

type Stored = Extract<NonNullable<MessageView["media"]>, { state: "stored" }>;

/** How a file is opened: looked at, listened to, or kept. */
type Form = "picture" | "film" | "sound" | "paper";

const formOf = (mimeType: string): Form => {
  if (mimeType.startsWith("image/")) return "picture";
  if (mimeType.startsWith("video/")) return "film";
  return mimeType.startsWith("audio/") ? "sound" : "paper";
};

const icons = { picture: IconEye, film: IconEye, sound: IconPlayerPlay, paper: IconFileDownload };

/**
 * A file of hers. It stays covered until whoever attends asks for it, for her own sake and because each opening is on
 * the record; a picture can be covered again.
 */
export function File({
  sessionId,
  messageId,
  media,
  name,
}: {
  sessionId: string;
  messageId: string;
  media: Stored;
  name?: string | undefined;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const attends = useAttends();
  const [file, setFile] = useState<{ url: string } | { refused: ReturnType<typeof codeOf> } | "asked">();
  const [covered, cover] = useState(false);
  const form = formOf(media.mimeType);

  async function ask(): Promise<void> {
    setFile("asked");
    try {
      const { url } = await openFile(sessionId, messageId);
      setFile({ url });
      cover(false);
      // A paper is not shown in the page: it goes where her browser keeps what it downloads.
      if (form === "paper") download(url, name ?? "");
    } catch (error) {
      setFile({ refused: codeOf(error) });
    }
  }
  const failed = () => setFile({ refused: "unavailable" });

  if (typeof file === "object" && "url" in file && form !== "paper") {
    return (
      <div className={classes.file}>
        <Shown url={file.url} form={form} covered={covered} onError={failed} />
        {form !== "sound" && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={covered ? <IconEye size={14} aria-hidden /> : <IconEyeOff size={14} aria-hidden />}
            onClick={() => cover(!covered)}
          >
            {t(covered ? "thread.file.uncover" : "thread.file.cover")}
          </Button>
        )}
      </div>
    );
  }
  const Icon = icons[form];
  const size = formatBytes(media.bytes);
  return (
    <div className={classes.file}>
      <button
        type="button"
        className={classes.covered}
        data-form={form}
        disabled={!attends || file === "asked"}
        onClick={() => void ask()}
      >
        <Icon size={20} aria-hidden="true" />
        <span>{t(file === "asked" ? "thread.file.opening" : `thread.file.open.${form}`)}</span>
        <span className={classes.size}>{size}</span>
      </button>
      {!attends && <p className={classes.hint}>{t("thread.file.onlyOwner")}</p>}
      {typeof file === "object" && "refused" in file && (
        <p className={classes.hint} role="alert">
          {t(`shared:refusals.${file.refused}`)}
        </p>
      )}
    </div>
  );
}

function Shown({
  url,
  form,
  covered,
  onError,
}: {
  url: string;
  form: Exclude<Form, "paper">;
  covered: boolean;
  onError: () => void;
}) {
  const { t } = useTranslation("desk");
  const [speed, setSpeed] = useState(1);
  if (form === "picture") {
    return (
      <img
        className={classes.picture}
        data-covered={covered || undefined}
        src={url}
        alt={t("thread.media.image")}
        onError={onError}
      />
    );
  }
  // What a woman says in a voice note or film has no captions; whoever listens writes down what matters.
  if (form === "film") {
    return (
      // biome-ignore lint/a11y/useMediaCaption: there is no text of what she recorded
      <video
        className={classes.picture}
        data-covered={covered || undefined}
        src={url}
        controls={!covered}
        onError={onError}
      />
    );
  }
  return (
    <div className={classes.sound}>
      {/* biome-ignore lint/a11y/useMediaCaption: there is no text of what she recorded */}
      <audio
        src={url}
        controls
        onError={onError}
        onPlay={(event) => {
          event.currentTarget.playbackRate = speed;
        }}
        ref={(element) => {
          if (element) element.playbackRate = speed;
        }}
      />
      <Button
        variant="default"
        size="compact-xs"
        aria-label={t("thread.file.speed", { speed: formatNumber(speed) })}
        onClick={() => setSpeed(nextSpeed(speed))}
      >
        {formatNumber(speed)}×
      </Button>
    </div>
  );
}

const speeds = [1, 1.5, 2, 0.75] as const;

function nextSpeed(speed: number): number {
  return speeds[(speeds.indexOf(speed as (typeof speeds)[number]) + 1) % speeds.length] ?? 1;
}

function download(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}
