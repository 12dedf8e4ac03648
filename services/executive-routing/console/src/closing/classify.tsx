import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { classifications } from "../search/choices.ts";
import { useSessionCommand } from "../server/use-commands.ts";

/** What kind of conversation it is, said while it goes on; closing begins with it. */
export function Classify({ card }: { card: SessionCard }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused } = useSessionCommand(card.id);
  const [open, setOpen] = useState(false);
  const [missing, setMissing] = useState(false);
  if (!open)
    return (
      <Button data-classify size="xs" variant="default" onClick={() => setOpen(true)}>
        {t(card.classification ? "classify.again" : "classify.action")}
      </Button>
    );
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).get("classification");
    const classification = classifications.find((one) => one === chosen);
    setMissing(!classification);
    if (classification) act({ name: "classify", body: { classification } }, () => setOpen(false));
  }
  return (
    <form onSubmit={save} noValidate aria-label={t("classify.action")}>
      <Stack gap="xs">
        <NativeSelect
          name="classification"
          data-classify
          label={t("classify.question")}
          description={t("classify.hint")}
          defaultValue={card.classification ?? ""}
          error={missing && t("closing.missing")}
          autoFocus
          data={[
            { value: "", label: t("classify.choose"), disabled: true },
            ...classifications.map((value) => ({ value, label: t(`shared:classifications.${value}`) })),
          ]}
        />
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={() => setOpen(false)}>
            {t("classify.cancel")}
          </Button>
          <Button size="xs" type="submit" loading={acting === "classify"} disabled={state !== "online"}>
            {t("classify.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
