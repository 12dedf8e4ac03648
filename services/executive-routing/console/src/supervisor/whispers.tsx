import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatTime, Problem } from "@liss/ui";
import { Button, TextInput } from "@mantine/core";
import { IconMessage2Heart } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import { contextQuery } from "../server/shift.ts";
import { useSessionCommand } from "../server/use-commands.ts";
import classes from "./whispers.module.css";

/** What the team tells each other beside the conversation; the other notes are of the case. */
const kinds: readonly string[] = ["handover", "whisper"];

/**
 * What the team says to each other beside a conversation: the note of a transfer, and what a coach whispers. Fetched
 * only where there is something to fetch: every reading is on the record.
 */
export function Whispers({
  card,
  mine,
  handedOver,
}: {
  card: SessionCard;
  mine: boolean;
  handedOver: boolean;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const me = useMe();
  const coaching = card.coaches.includes(me.id);
  const coached = mine && card.coaches.length > 0;
  const wanted = coaching || coached || (mine && handedOver);
  const { data, refetch } = useQuery({ ...contextQuery(card.id), enabled: wanted });
  const { version } = card;
  useEffect(() => {
    // A whisper changes the session and nothing that its card says.
    if (version > 0 && (coaching || coached)) void refetch();
  }, [version, coaching, coached, refetch]);
  const mayCoach = me.role === "supervisor" && !mine && card.owner !== null;
  const notes = wanted ? (data?.notes.filter(({ kind }) => kinds.includes(kind)) ?? []) : [];
  if (notes.length === 0 && !mayCoach && !coached) return null;
  return (
    <section className={classes.whispers} aria-label={t("whispers.region")}>
      {coached && <p className={classes.hint}>{t("whispers.coached")}</p>}
      {notes.length > 0 && (
        <ul className={classes.notes}>
          {notes.map(({ id, kind, authorName, at, text }) => (
            <li key={id}>
              <IconMessage2Heart size={16} stroke={1.7} aria-hidden="true" />
              <p>
                <strong>{kind === "handover" ? t("whispers.handover") : t("whispers.whisper")}</strong>{" "}
                <span className={classes.by}>
                  {authorName} · <time dateTime={at}>{formatTime(at)}</time>
                </span>
                <br />
                {text ?? t("whispers.gone")}
              </p>
            </li>
          ))}
        </ul>
      )}
      {mayCoach && <Coach card={card} coaching={coaching} />}
    </section>
  );
}

/** The supervisor's side: join, whisper, leave. She never writes to the woman. */
function Coach({ card, coaching }: { card: SessionCard; coaching: boolean }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused, forget } = useSessionCommand(card.id);
  const [text, setText] = useState("");
  const able = state === "online" && acting === null;
  const toggle = () => act({ name: "coach", body: { joined: !coaching } });
  function whisper(event: FormEvent) {
    event.preventDefault();
    const words = text.trim();
    if (!words || !able) return;
    act({ name: "notes", body: { noteId: crypto.randomUUID(), kind: "whisper", text: words } }, () =>
      setText(""),
    );
  }
  return (
    <>
      {coaching && <p className={classes.hint}>{t("whispers.joined", { name: card.owner?.name ?? "" })}</p>}
      {refused && <Problem onClose={forget}>{t(`shared:refusals.${refused}`)}</Problem>}
      <form className={classes.form} onSubmit={whisper}>
        {coaching && (
          <>
            <TextInput
              className={classes.field ?? ""}
              aria-label={t("whispers.label")}
              placeholder={t("whispers.placeholder")}
              value={text}
              maxLength={1000}
              autoComplete="off"
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" disabled={!able || !text.trim()} loading={acting === "notes"}>
              {t("whispers.send")}
            </Button>
          </>
        )}
        <Button variant="default" onClick={toggle} disabled={!able} loading={acting === "coach"}>
          {t(coaching ? "whispers.leave" : "whispers.join")}
        </Button>
      </form>
    </>
  );
}
