import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { wordsOf } from "../people/words-field.ts";
import { useSessionCommand } from "../server/use-commands.ts";

/** So many languages and skills a session may need. */
const most = 10;

/** What the session needs of whoever attends it: the languages and skills that are written down of the team. */
export function Needs({ card }: { card: SessionCard }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused } = useSessionCommand(card.id);
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState(false);
  const known = card.needs.join(", ");
  if (!open)
    return (
      <div>
        {known && <p>{t("keeping.needs.has", { needs: known })}</p>}
        <Button size="xs" variant="default" onClick={() => setOpen(true)}>
          {t("keeping.needs.action")}
        </Button>
      </div>
    );
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const needs = wordsOf(String(new FormData(event.currentTarget).get("needs") ?? ""));
    const fit = needs !== null && needs.length <= most;
    setWrong(!fit);
    if (fit) act({ name: "needs", body: { needs } }, () => setOpen(false));
  }
  return (
    <form onSubmit={save} noValidate aria-label={t("keeping.needs.action")}>
      <Stack gap="xs">
        <TextInput
          name="needs"
          label={t("keeping.needs.label")}
          description={t("keeping.needs.hint")}
          error={wrong && t("keeping.needs.wrong")}
          defaultValue={known}
          autoComplete="off"
          autoFocus
        />
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={() => setOpen(false)}>
            {t("keeping.cancel")}
          </Button>
          <Button size="xs" type="submit" loading={acting === "needs"} disabled={state !== "online"}>
            {t("keeping.needs.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
