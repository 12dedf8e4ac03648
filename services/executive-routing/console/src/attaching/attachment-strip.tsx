import { attachable, longestName } from "@liss/executive-routing/attachable";
import { formatBytes } from "@liss/ui";
import { Button, CloseButton } from "@mantine/core";
import { IconFile, IconPhoto, IconVolume } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./attaching.module.css";
import type { Attachment, Attachments } from "./attachments.ts";

const icons = { image: IconPhoto, audio: IconVolume, document: IconFile };

/** The file that will go with the message: what it is, how far it is, and what to do when it does not travel. */
export function AttachmentStrip({
  sessionId,
  attachment,
  attachments,
  wordsStay,
}: {
  sessionId: string;
  attachment: Attachment;
  attachments: Attachments;
  /** She wrote something that cannot go with it. */
  wordsStay: boolean;
}) {
  const { t } = useTranslation("desk");
  const { kind, name, file, state, sent } = attachment;
  const Icon = icons[kind];
  return (
    <section className={classes.strip} aria-label={t("attaching.region")}>
      <Icon size={20} stroke={1.6} aria-hidden="true" />
      <div className={classes.what}>
        {kind === "document" && state !== "refused" ? (
          <input
            className={classes.name}
            aria-label={t("attaching.name")}
            title={t("attaching.name")}
            value={name}
            maxLength={longestName}
            onChange={({ currentTarget }) => attachments.rename(sessionId, currentTarget.value)}
          />
        ) : (
          <span className={classes.name}>{t(`attaching.kinds.${kind}`)}</span>
        )}
        {(kind !== "document" || state === "refused") && <span className={classes.size}>{file.name}</span>}
        <span className={classes.size}>{formatBytes(file.size)}</span>
        {state === "travelling" && (
          <progress value={sent} max={1} aria-label={t("attaching.travelling", { name })} />
        )}
        {state === "ready" && (
          <span role="status" className={classes.ready}>
            {t("attaching.ready")}
          </span>
        )}
        {state === "refused" && <Why attachment={attachment} />}
        {wordsStay && <p className={classes.note}>{t("attaching.alone")}</p>}
      </div>
      {state === "refused" && mayGoAgain(attachment) && (
        <Button size="compact-sm" variant="light" onClick={() => void attachments.again(sessionId)}>
          {t("attaching.again")}
        </Button>
      )}
      <CloseButton
        size="sm"
        aria-label={t(state === "travelling" ? "attaching.stop" : "attaching.remove")}
        title={t(state === "travelling" ? "attaching.stop" : "attaching.remove")}
        onClick={() => attachments.drop(sessionId)}
      />
    </section>
  );
}

const final: ReadonlySet<Attachment["refused"]> = new Set([
  "too-large-here",
  "too-large",
  "file-not-sendable",
]);
const mayGoAgain = ({ refused }: Attachment): boolean => !final.has(refused);

function Why({ attachment: { refused, file, kind } }: { attachment: Attachment }) {
  const { t } = useTranslation(["desk", "shared"]);
  const tooLarge = refused === "too-large-here" || refused === "too-large";
  const sentence = tooLarge
    ? t("attaching.tooLarge", {
        size: formatBytes(file.size),
        most: formatBytes(attachable[kind].maxBytes),
      })
    : refused === "not-safe"
      ? t("attaching.notAllowed")
      : t(`shared:refusals.${refused ?? "unavailable"}`);
  return (
    <p className={classes.why} role="alert">
      {sentence}
    </p>
  );
}
