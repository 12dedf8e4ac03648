import type { Context, Conversation } from "@liss/executive-routing/desk-api";
import { formatDateTime, Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { contextQuery } from "../server/shift.ts";
import { AddNote } from "./add-note.tsx";
import classes from "./notes.module.css";
import { notes as texts } from "./texts.es-cl.ts";
import { writtenNotes } from "./written.ts";

/** What the team wrote down about this conversation, once it is asked for: reading it is on the record. */
export function NotesSection({
  conversation: { card, timeline },
  mayWrite,
}: {
  conversation: Conversation;
  mayWrite: boolean;
}) {
  const { t } = useTranslation("desk");
  const [asked, ask] = useState(false);
  const { data, isError, refetch } = useQuery({ ...contextQuery(card.id), enabled: asked });
  const count = writtenNotes(timeline);
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
            <Note key={note.id} note={note} />
          ))}
        </ul>
      )}
      {mayWrite && <AddNote sessionId={card.id} onWritten={written} />}
    </section>
  );
}

function Note({ note: { kind, authorName, at, text } }: { note: Context["notes"][number] }) {
  const { t } = useTranslation("desk");
  const named = Object.keys(texts.kinds).find((one) => one === kind) as keyof typeof texts.kinds | undefined;
  return (
    <li>
      {named && <strong>{t(`notes.kinds.${named}`)} </strong>}
      <span className={classes.by}>
        {authorName} · <time dateTime={at}>{formatDateTime(at)}</time>
      </span>
      <p>{text ?? t("notes.gone")}</p>
    </li>
  );
}
