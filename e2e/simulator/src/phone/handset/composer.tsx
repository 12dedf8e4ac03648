import { ActionIcon, CloseButton, Textarea } from "@mantine/core";
import { IconCheck, IconSend2 } from "@tabler/icons-react";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { WrittenRequest } from "../../handset/written.ts";
import type { ChatMessage } from "../../view.ts";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";
import { Attachments } from "./attachments.tsx";
import styles from "./composer.module.css";
import { useSummary } from "./summary.ts";

/** What the composer is about: something new, an answer to a message, or a change of one. */
export type Drafting = { mode: "new" } | { mode: "reply" | "edit"; message: ChatMessage };

type Props = { phoneId: string; drafting: Drafting; setDrafting: (drafting: Drafting) => void };

export function Composer({ phoneId, drafting, setDrafting }: Props) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const replyTo = drafting.mode === "reply" ? { replyTo: drafting.message.id } : {};

  useEffect(() => {
    if (drafting.mode === "new") return;
    if (drafting.mode === "edit" && drafting.message.content.kind === "text")
      setText(drafting.message.content.text);
    // The menu that started this gives the focus back to its button first.
    const timer = setTimeout(() => field.current?.focus(), 60);
    return () => clearTimeout(timer);
  }, [drafting]);

  async function write(written: WrittenRequest) {
    setDrafting({ mode: "new" });
    return attempt(control.write(phoneId, written));
  }

  async function send(event?: FormEvent) {
    event?.preventDefault();
    const said = text.trim();
    if (!said) return;
    setText("");
    const written: WrittenRequest =
      drafting.mode === "edit"
        ? { type: "edit", messageId: drafting.message.id, text: said }
        : { type: "text", text: said, ...replyTo };
    if (!(await write(written))) setText(said);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape" && drafting.mode !== "new") {
      if (drafting.mode === "edit") setText("");
      setDrafting({ mode: "new" });
    }
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  }

  const editing = drafting.mode === "edit";
  return (
    <form className={styles.composer} onSubmit={(event) => void send(event)}>
      {drafting.mode !== "new" && (
        <About
          drafting={drafting}
          stop={() => {
            if (editing) setText("");
            setDrafting({ mode: "new" });
          }}
        />
      )}
      <div className={styles.row}>
        <Attachments send={(written) => void write({ ...written, ...replyTo })} />
        <Textarea
          ref={field}
          className={styles.field}
          aria-label={t("composer.label")}
          placeholder={t("composer.label")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          autosize
          minRows={1}
          maxRows={5}
          radius={18}
        />
        <ActionIcon
          type="submit"
          size={36}
          radius="xl"
          aria-label={t(editing ? "composer.save" : "composer.send")}
        >
          {editing ? <IconCheck size={18} aria-hidden /> : <IconSend2 size={18} aria-hidden />}
        </ActionIcon>
      </div>
    </form>
  );
}

function About({ drafting, stop }: { drafting: Exclude<Drafting, { mode: "new" }>; stop: () => void }) {
  const { t } = useTranslation();
  const summary = useSummary();
  const { mode, message } = drafting;
  const who = message.direction === "out" ? t("message.you") : t("phone.contact");
  return (
    <div className={styles.about}>
      <div className={styles.quoted}>
        <strong>{mode === "edit" ? t("composer.editing") : t("composer.replying", { who })}</strong>
        <span>{summary(message)}</span>
      </div>
      <CloseButton
        size="sm"
        aria-label={t(mode === "edit" ? "composer.stopEditing" : "composer.stop")}
        onClick={stop}
      />
    </div>
  );
}
