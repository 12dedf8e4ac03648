import { formatTime } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import type { Unsent } from "../composer/unsent.ts";
import { useDeliver } from "../composer/use-deliver.ts";
import { nameOfKey } from "../desk/key-names.tsx";
import { useLive } from "../live/live-desk.tsx";
import classes from "./conversation.module.css";

/** A message of hers that the server has not taken: on its way, or refused, with what to do. */
export function UnsentBubble({ sessionId, unsent }: { sessionId: string; unsent: Unsent }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { drafts, unsent: store, holding, quoting, attachments } = useWorkbench();
  const { state } = useLive();
  const deliver = useDeliver(sessionId);
  const { refused, messageId, text, attachment, at, replyTo, held } = unsent;
  const toDraft = () => {
    drafts.write(sessionId, [text, drafts.of(sessionId)].filter(Boolean).join("\n"));
    if (attachment) {
      attachments.putBack(sessionId, attachment);
      if (refused === "file-not-chosen") void attachments.again(sessionId);
    }
    quoting.quote(sessionId, replyTo);
  };
  return (
    <article
      className={classes.message}
      data-message-id={messageId}
      data-direction="out"
      data-author="executive"
      data-delivery={refused ? "not-sent" : held ? "held" : "sending"}
      data-first=""
      data-last=""
    >
      <div className={classes.bubble}>
        {attachment && (
          <p className={classes.kind}>
            <IconPaperclip size={16} aria-hidden="true" />
            {t(`attaching.kinds.${attachment.kind}`)}
            {attachment.kind === "document" && ` · ${attachment.name}`}
          </p>
        )}
        {text && <p className={classes.text}>{text}</p>}
        <span className={classes.meta}>
          <time dateTime={at}>{formatTime(at)}</time>
          {!refused && t(held ? "undo.leaves" : "thread.sending")}
        </span>
      </div>
      {held && !refused && (
        <Button
          size="compact-xs"
          variant="subtle"
          title={nameOfKey("undo")}
          onClick={() => {
            holding.takeBack(messageId);
            toDraft();
          }}
        >
          {t("undo.takeBack")}
        </Button>
      )}
      {refused && (
        <div className={classes.trouble} data-failed="" role="alert">
          {t("thread.notSent", { reason: t(`shared:refusals.${refused}`) })}
          <span className={classes.troubleActions}>
            <Button
              size="compact-xs"
              variant="light"
              disabled={state !== "online"}
              onClick={() => deliver({ ...unsent, refused: null, held: false })}
            >
              {t("thread.retry")}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                store.drop(sessionId, messageId);
                toDraft();
              }}
            >
              {t("thread.toDraft")}
            </Button>
          </span>
        </div>
      )}
    </article>
  );
}
