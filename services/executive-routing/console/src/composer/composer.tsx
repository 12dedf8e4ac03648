import type { Conversation } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import { AttachmentStrip } from "../attaching/attachment-strip.tsx";
import { useFileDrop } from "../attaching/use-file-drop.ts";
import { Suggestions } from "../canned/suggestions.tsx";
import { useCanned } from "../canned/use-canned.ts";
import { useMe } from "../desk/use-desk.ts";
import type { Robot } from "../robot/use-robot.ts";
import { WordsWarning } from "../safe-contact/words-warning.tsx";
import classes from "./composer.module.css";
import { ComposerBar } from "./composer-bar.tsx";
import { Quote } from "./quote.tsx";
import { ReadOnly } from "./read-only.tsx";
import { useCompose } from "./use-compose.ts";
import { useTyping } from "./use-typing.ts";

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
  const { attachments } = useWorkbench();
  const field = useRef<HTMLTextAreaElement>(null);
  const compose = useCompose(conversation, mine, field);
  const { draft, write, text, attaching, answered, quote, barred, feared, send } = compose;
  const { attachment, notice } = attaching;
  const typing = useTyping(card.id);
  const canned = useCanned({ field, text: draft, name: useMe().name, write });
  function bring(files: Iterable<File>): void {
    attaching.bring(files);
    field.current?.focus();
  }
  const above = useFileDrop(field, mine && barred === null ? bring : undefined);

  // She opened her own conversation: her hands are where she will write.
  useEffect(() => {
    if (mine && !document.activeElement?.closest("[role=dialog]"))
      field.current?.focus({ preventScroll: true });
  }, [mine]);

  function onKeyDown(event: KeyboardEvent): void {
    if (canned.onKeyDown(event)) return;
    if (event.key === "Escape" && answered) quote(null);
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
      {above && <p className={classes.drop}>{t("attaching.drop")}</p>}
      {barred && (
        <p id="composer-barred" className={classes.barred}>
          {t(`composer.disabled.${barred}`)}
        </p>
      )}
      {feared && <WordsWarning review={feared} text={text} name={attachment?.name ?? ""} onOverride={send} />}
      {notice && (
        <Problem kind="info" onClose={attaching.forgetNotice}>
          {t(`attaching.${notice}`)}
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
      {answered && <Quote message={answered} onForget={() => quote(null)} />}
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
          write(event.currentTarget.value);
          if (barred === null) typing();
        }}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const { files } = event.clipboardData;
          if (files.length === 0 || barred !== null) return;
          event.preventDefault();
          bring(files);
        }}
        rows={2}
      />
      {mine && (
        <ComposerBar
          conversation={conversation}
          compose={compose}
          field={field}
          robot={robot}
          onFiles={bring}
          onEmergency={onEmergency}
        />
      )}
    </form>
  );
}
