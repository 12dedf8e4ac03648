import { Problem } from "@liss/ui";
import { Button, Group, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import classes from "./notes.module.css";

/** Writes a note on the session. */
export function AddNote({ sessionId, onWritten }: { sessionId: string; onWritten: () => void }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused } = useSessionCommand(sessionId);
  const [open, setOpen] = useState(false);
  const [missing, setMissing] = useState(false);
  if (!open)
    return (
      <Button
        data-add-note
        className={classes.add ?? ""}
        size="xs"
        variant="default"
        onClick={() => setOpen(true)}
      >
        {t("notes.add")}
      </Button>
    );
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("note") ?? "").trim();
    setMissing(text === "");
    if (text === "") return;
    act({ name: "notes", body: { noteId: crypto.randomUUID(), kind: "note", text } }, () => {
      setOpen(false);
      onWritten();
    });
  }
  return (
    <form onSubmit={save} noValidate aria-label={t("notes.add")}>
      <Stack gap="xs">
        <Textarea
          name="note"
          data-add-note
          label={t("notes.label")}
          description={t("notes.hint")}
          error={missing && t("notes.missing")}
          rows={3}
          maxLength={4000}
          autoComplete="off"
          autoFocus
        />
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={() => setOpen(false)}>
            {t("notes.cancel")}
          </Button>
          <Button size="xs" type="submit" loading={acting === "notes"} disabled={state !== "online"}>
            {t("notes.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
