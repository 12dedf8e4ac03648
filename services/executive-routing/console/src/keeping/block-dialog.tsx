import type { Block, SessionCard } from "@liss/executive-routing/desk-api";
import { Problem, useServerClock } from "@liss/ui";
import { Button, Group, NativeSelect, Radio, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { Dialog } from "../app/dialog.tsx";
import { useLive } from "../live/live-desk.tsx";
import { newKey } from "../server/desk.ts";
import { codeOf, request } from "../server/request.ts";
import classes from "./keeping.module.css";
import { keeping } from "./texts.es-cl.ts";

type Order = z.infer<typeof Block>;
const reasons = Object.keys(keeping.block.reasons) as Order["reason"][];
const spans = [1, 8, 24, 72, 168, 720] as const;

/** For how long and why, and what it does and does not do. */
export default function BlockDialog({
  card,
  onClose,
  onBlocked,
}: {
  card: SessionCard;
  onClose: () => void;
  onBlocked: (until: string) => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const clock = useServerClock();
  const { state } = useLive();
  const [reason, choose] = useState<Order["reason"] | null>(null);
  const [missing, setMissing] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ key, order }: { key: string; order: Order }) =>
      request<object>(`/sessions/${card.id}/block`, { method: "POST", key, body: order }),
    onSuccess: (_done, { order }) => {
      onBlocked(new Date(clock.now() + order.hours * 3_600_000).toISOString());
      onClose();
    },
  });
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const hours = Number(new FormData(event.currentTarget).get("hours"));
    setMissing(reason === null);
    if (reason !== null) mutate({ key: newKey(), order: { hours, reason } });
  }
  const code = error && codeOf(error);
  return (
    <Dialog onClose={onClose} title={t("keeping.block.title", { codeName: card.codeName })}>
      <form onSubmit={save} noValidate>
        <Stack gap="sm">
          <Text>{t("keeping.block.what")}</Text>
          {card.status !== "closed" && <Text>{t("keeping.block.after")}</Text>}
          <Radio.Group
            label={t("keeping.block.why")}
            value={reason ?? ""}
            onChange={(value) => choose(value as Order["reason"])}
            error={missing && reason === null && t("keeping.block.missing")}
          >
            <div className={classes.reasons}>
              {reasons.map((value) => (
                <Radio
                  key={value}
                  value={value}
                  label={t(`keeping.block.reasons.${value}`)}
                  data-autofocus={value === reasons[0] || undefined}
                />
              ))}
            </div>
          </Radio.Group>
          <NativeSelect
            name="hours"
            label={t("keeping.block.forHowLong")}
            defaultValue="24"
            data={spans.map((hours) => ({
              value: String(hours),
              label:
                hours < 24
                  ? t("keeping.block.hours", { count: hours })
                  : t("keeping.block.days", { count: hours / 24 }),
            }))}
          />
          {code && (
            <Problem>
              {code === "risk-too-high" ? t("keeping.block.tooGrave") : t(`shared:refusals.${code}`)}
            </Problem>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("keeping.cancel")}
            </Button>
            <Button type="submit" loading={isPending} disabled={state !== "online"}>
              {t("keeping.block.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
