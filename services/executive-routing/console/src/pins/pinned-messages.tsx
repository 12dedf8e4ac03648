import type { Conversation } from "@liss/executive-routing/desk-api";
import { formatTime } from "@liss/ui";
import { useTranslation } from "react-i18next";
import { plainOf } from "../conversation/plain.ts";
import { noteSteps } from "../notes/written.ts";
import { usePinning } from "./pinning.ts";
import classes from "./pins.module.css";

/** In the context column: the messages and notes that are kept at hand, in the order in which they were chosen. */
export function PinnedMessages({
  conversation: { messages, timeline },
  onShow,
  onShowNote,
}: {
  conversation: Conversation;
  onShow: (messageId: string) => void;
  onShowNote: (noteId: string) => void;
}) {
  const { t } = useTranslation("desk");
  const { pins, notes, toggle, toggleNote } = usePinning();
  if (pins.size + notes.size === 0 && !toggle) return null;
  return (
    <section>
      <h3>{t("pins.title")}</h3>
      {pins.size + notes.size === 0 && <p className={classes.empty}>{t("pins.empty")}</p>}
      <ul className={classes.list}>
        {[...pins].map((id) => {
          const message = messages.find((one) => one.id === id);
          const text = (message && plainOf(message.content, t)) || t("pins.gone");
          return (
            <Kept
              key={id}
              text={text}
              quoted={message !== undefined}
              at={message?.sentAt}
              show={message && { name: t("pins.showNamed", { text }), act: () => onShow(id) }}
              remove={toggle && (() => toggle(id))}
            />
          );
        })}
        {[...notes].map((id) => {
          // What it says is read among the notes: each reading is on the record.
          const step = noteSteps(timeline).find(({ detail }) => detail.noteId === id);
          const text = step?.actorName ? t("pins.note", { name: step.actorName }) : t("pins.someNote");
          return (
            <Kept
              key={id}
              text={text}
              at={step?.at}
              show={{ name: t("pins.showNoteNamed", { text }), act: () => onShowNote(id) }}
              remove={toggleNote && (() => toggleNote(id))}
            />
          );
        })}
      </ul>
    </section>
  );
}

/** One of them, the way to where it stands, and for whoever attends the way out of the list. */
function Kept({
  text,
  quoted = false,
  at,
  show,
  remove,
}: {
  text: string;
  /** Her own words, or what it is. */
  quoted?: boolean;
  at: string | undefined;
  show: { name: string; act: () => void } | undefined;
  remove: (() => void) | null;
}) {
  const { t } = useTranslation("desk");
  return (
    <li>
      {quoted ? <q>{text}</q> : <p>{text}</p>}
      <span className={classes.acts}>
        {at && <time dateTime={at}>{formatTime(at)}</time>}
        {show && (
          <button type="button" aria-label={show.name} onClick={show.act}>
            {t("pins.show")}
          </button>
        )}
        {remove && (
          <button type="button" aria-label={t("pins.unpinNamed", { text })} onClick={remove}>
            {t("pins.remove")}
          </button>
        )}
      </span>
    </li>
  );
}
