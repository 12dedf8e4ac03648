import type { Context, Conversation } from "@liss/executive-routing/desk-api";
import { formatDateTime, Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { NotePin } from "../pins/note-pin.tsx";
import { contextQuery } from "../server/shift.ts";
import { AddNote } from "./add-note.tsx";
import classes from "./notes.module.css";
import { notes as texts } from "./texts.es-cl.ts";
import { noteSteps } from "./written.ts";

/** What the team wrote down about this conversation, once it is asked for: reading it is on the record. */
export function NotesSection({
  conversation: { card, timeline },
  mayWrite,
  sought,
}: {
  conversation: Conversation;
  mayWrite: boolean;
  /** The note that she wants to see; asking for one of those at hand asks for them all. */
  sought: { noteId: string } | null;
}) {
  const { t } = useTranslation("desk");
  const [wanted, ask] = useState(false);
  const asked = wanted || sought !== null;
  const { data, isError, refetch } = useQuery({ ...contextQuery(card.id), enabled: asked });
  const count = noteSteps(timeline).length;
  const shown = data?.notes.filter(({ kind }) => kind !== "whisper" && kind !== "place");
  const written = () => (asked ? void refetch() : ask(true));
  return (
    <section>
      <h3>{t("notes.title")}</h3>
      {!asked && count === 0 && <p className={classes.quiet}>{t("notes.none")}</p>}
      {!asked && count > 0 && (
        <Button size="xs" variant="default" onClick={() => ask(true)}>
          {t("notes.ask", { count })}
        </Button>
      )}
      {isError && <Problem>{t("notes.failed")}</Problem>}
      {shown?.length === 0 && <p className={classes.quiet}>{t("notes.none")}</p>}
      {shown && shown.length > 0 && (
        <ul className={classes.list}>
          {shown.map((note) => (
            <Note key={note.id} note={note} sought={sought?.noteId === note.id ? sought : null} />
          ))}
        </ul>
      )}
      {mayWrite && <AddNote sessionId={card.id} onWritten={written} />}
    </section>
  );
}

function Note({
  note: { id, kind, authorName, at, text },
  sought,
}: {
  note: Context["notes"][number];
  sought: object | null;
}) {
  const { t } = useTranslation("desk");
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!sought) return;
    place.current?.scrollIntoView({ block: "nearest" });
    place.current?.focus({ preventScroll: true });
  }, [sought]);
  const named = Object.keys(texts.kinds).find((one) => one === kind) as keyof typeof texts.kinds | undefined;
  return (
    <li ref={place} tabIndex={-1} data-note-id={id} data-sought={sought ? true : undefined}>
      {named && <strong>{t(`notes.kinds.${named}`)} </strong>}
      <span className={classes.by}>
        {authorName} · <time dateTime={at}>{formatDateTime(at)}</time>
      </span>
      <NotePin noteId={id} />
      <p>{text ?? t("notes.gone")}</p>
    </li>
  );
}
