import { longestCaption } from "@liss/executive-routing/attachable";
import type { Conversation } from "@liss/executive-routing/desk-api";
import { Problem, useServerClock, useServerSecond } from "@liss/ui";
import { Button } from "@mantine/core";
import { IconSend2 } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import { AttachButton } from "../attaching/attach-button.tsx";
import { AttachmentStrip } from "../attaching/attachment-strip.tsx";
import { useAttachment } from "../attaching/attachments.ts";
import { Suggestions } from "../canned/suggestions.tsx";
import { useCanned } from "../canned/use-canned.ts";
import { useKeys } from "../desk/keys.ts";
import { useMe } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import { RobotButton } from "../robot/robot-button.tsx";
import type { Robot } from "../robot/use-robot.ts";
import type { OverrideReason } from "../safe-contact/server.ts";
import { useWordsCheck } from "../safe-contact/use-words-check.ts";
import { WordsWarning } from "../safe-contact/words-warning.tsx";
import { newKey } from "../server/desk.ts";
import classes from "./composer.module.css";
import { useDraft } from "./drafts.ts";
import { EmergencyButton } from "./emergency-button.tsx";
import { EmojiButton } from "./emoji-button.tsx";
import { mayWait } from "./may-wait.ts";
import { Quote } from "./quote.tsx";
import { useQuoted } from "./quoting.ts";
import { ReadOnly } from "./read-only.tsx";
import { notReady } from "./readiness.ts";
import { useDeliver } from "./use-deliver.ts";
import { useTyping } from "./use-typing.ts";
import { WindowLeft } from "./window-left.tsx";

/** WhatsApp takes no longer text. Source: whatsapp-cloud-api.md §3. */
const longest = 4096;

/** Where she writes, with what else she can do from here. When she cannot write, it says why. */
export function Composer({
  conversation,
  mine,
  robot,
  onEmergency,
}: {
  conversation: Conversation;
  mine: boolean;
  robot: Robot;
  onEmergency: () => void;
}) {
  const { t } = useTranslation("desk");
  const { card } = conversation;
  const { drafts, quoting, holding, unsent, attachments } = useWorkbench();
  const quoted = useQuoted(quoting, card.id);
  const answered = conversation.messages.find(({ id }) => id === quoted);
  const me = useMe();
  const { state } = useLive();
  const clock = useServerClock();
  const draft = useDraft(drafts, card.id);
  const deliver = useDeliver(card.id);
  const typing = useTyping(card.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const now = useServerSecond();
  const barred = notReady(conversation, { me: me.id, connection: state, now });
  const attachment = useAttachment(attachments, card.id);
  const [filesRefused, refuseFiles] = useState(false);
  // A recording goes without words: they stay for the next message.
  const text = attachment?.kind === "audio" ? "" : draft.trim();
  const tooLong = text.length - (attachment ? longestCaption : longest);
  const feared = useWordsCheck(card.id, { text, attachment }, mine && barred === null);
  const ready = attachment ? attachment.state === "ready" && attachment.name.trim() !== "" : text !== "";
  const sendable = barred === null && ready && tooLong <= 0;

  const canned = useCanned({
    field,
    text: draft,
    name: me.name,
    write: (text) => drafts.write(card.id, text),
  });

  useKeys({
    composer: () => field.current?.focus(),
    undo: () => {
      const last = unsent.of(card.id).findLast(({ held }) => held);
      if (!last) return;
      holding.takeBack(last.messageId);
      drafts.write(card.id, [last.text, drafts.of(card.id)].filter(Boolean).join("\n"));
      if (last.attachment) attachments.putBack(card.id, last.attachment);
      quoting.quote(card.id, last.replyTo);
      field.current?.focus();
    },
  });
  // She opened her own conversation: her hands are where she will write.
  useEffect(() => {
    if (mine && !document.activeElement?.closest("[role=dialog]"))
      field.current?.focus({ preventScroll: true });
  }, [mine]);

  function send(override?: OverrideReason): void {
    // Beside the field stands why, and how to send it all the same.
    if (!sendable || (feared && !override)) return;
    const at = new Date(clock.now()).toISOString();
    deliver({
      messageId: attachment?.messageId ?? newKey(),
      key: newKey(),
      text,
      ...(attachment && { attachment }),
      at,
      refused: null,
      ...(override && { override }),
      replyTo: answered?.id ?? null,
      held: mayWait(card),
    });
    if (text !== "") drafts.write(card.id, "");
    attachments.drop(card.id);
    quoting.quote(card.id, null);
    field.current?.focus();
  }
  function choose(file: File): void {
    refuseFiles(false);
    void attachments.choose(card.id, file);
    field.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (canned.onKeyDown(event)) return;
    if (event.key === "Escape" && quoted) quoting.quote(card.id, null);
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  if (barred === "not-owner" || barred === "closed") return <ReadOnly conversation={conversation} />;
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {barred && (
        <p id="composer-barred" className={classes.barred}>
          {t(`composer.disabled.${barred}`)}
        </p>
      )}
      {feared && <WordsWarning review={feared} text={text} name={attachment?.name ?? ""} onOverride={send} />}
      {filesRefused && (
        <Problem kind="info" onClose={() => refuseFiles(false)}>
          {t("attaching.notAllowed")}
        </Problem>
      )}
      {attachment && (
        <AttachmentStrip
          sessionId={card.id}
          attachment={attachment}
          attachments={attachments}
          wordsStay={attachment.kind === "audio" && draft.trim() !== ""}
        />
      )}
      {answered && <Quote message={answered} onForget={() => quoting.quote(card.id, null)} />}
      {canned.shown.length > 0 && (
        <Suggestions id={canned.listId} replies={canned.shown} at={canned.at} onPick={canned.pick} />
      )}
      <textarea
        ref={field}
        data-composer=""
        {...canned.aria}
        className={classes.field}
        aria-label={t("composer.label")}
        aria-describedby={barred ? "composer-barred" : undefined}
        placeholder={barred === "window-closed" ? "" : t("composer.placeholder")}
        value={draft}
        // While the connection is away she may go on writing; she only cannot send.
        disabled={barred === "window-closed"}
        onSelect={canned.look}
        onChange={(event) => {
          drafts.write(card.id, event.currentTarget.value);
          if (barred === null) typing();
        }}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const [file] = event.clipboardData.files;
          if (!file || barred !== null) return;
          event.preventDefault();
          choose(file);
        }}
        rows={2}
      />
      {mine && (
        <div className={classes.bar}>
          <EmojiButton field={field} write={(text) => drafts.write(card.id, text)} />
          <AttachButton
            sessionId={card.id}
            disabled={barred !== null}
            onChoose={choose}
            onNotAllowed={() => refuseFiles(true)}
          />
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
              <WindowLeft closesAt={conversation.windowClosesAt} now={now} />
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
      )}
    </form>
  );
}
