import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatTime, Problem } from "@liss/ui";
import { Button, Group, NativeSelect, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { mayWait } from "../composer/may-wait.ts";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import { EndHold } from "./end-hold.tsx";
import classes from "./keeping.module.css";

const spans = [15, 30, 60, 120, 240, 480] as const;

/** Keeps somebody who waits back from the queue for a while, and ends it. Danger is never kept back. */
export function HoldBack({ card }: { card: SessionCard }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused } = useSessionCommand(card.id);
  const [open, setOpen] = useState(false);
  if (card.heldUntil)
    return (
      <div>
        <p>{t("keeping.hold.held", { time: formatTime(card.heldUntil) })}</p>
        <EndHold card={card} />
      </div>
    );
  if (!mayWait(card)) return <p className={classes.quiet}>{t("keeping.hold.tooGrave")}</p>;
  if (!open)
    return (
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t("keeping.hold.action")}
      </Button>
    );
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const minutes = Number(new FormData(event.currentTarget).get("minutes"));
    act({ name: "hold", body: { minutes } }, () => setOpen(false));
  }
  return (
    <form onSubmit={save} aria-label={t("keeping.hold.action")}>
      <Stack gap="xs">
        <NativeSelect
          name="minutes"
          label={t("keeping.hold.forHowLong")}
          description={t("keeping.hold.hint")}
          defaultValue="30"
          autoFocus
          data={spans.map((minutes) => ({
            value: String(minutes),
            label:
              minutes < 60
                ? t("keeping.hold.minutes", { count: minutes })
                : t("keeping.hold.hours", { count: minutes / 60 }),
          }))}
        />
        {refused && (
          <Problem>
            {refused === "risk-too-high" ? t("keeping.hold.tooGrave") : t(`shared:refusals.${refused}`)}
          </Problem>
        )}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={() => setOpen(false)}>
            {t("keeping.cancel")}
          </Button>
          <Button size="xs" type="submit" loading={acting === "hold"} disabled={state !== "online"}>
            {t("keeping.hold.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
