import type { EnterAttention } from "@liss/executive-routing/desk-api";
import { dayOf, Problem, useServerClock } from "@liss/ui";
import { DayField } from "@liss/ui/day-field";
import { Button, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { clockFieldOf } from "../closing/clock-field.ts";
import { useLive } from "../live/live-desk.tsx";
import { classifications } from "../search/choices.ts";
import { newKey } from "../server/desk.ts";
import { codeOf, isWorthRepeating, request, retries } from "../server/request.ts";
import { momentOf } from "./moment.ts";
import { otherChannel } from "./texts.es-cl.ts";

type Entry = z.infer<typeof EnterAttention>;
const channels = Object.keys(otherChannel.channels) as Entry["channel"][];
type Wrong = { channel?: string; classification?: string; day?: string; time?: string };
const wrongWith = { day: "dayMissing", time: "timeWrong", "not-yet": "notYet" } as const;

/** Somebody who was attended elsewhere: by where, when, and how it turned out. Nothing that says who she is. */
export function AttentionForm({ sessionId }: { sessionId: string | null }) {
  const { t } = useTranslation(["desk", "shared"]);
  const clock = useServerClock();
  const { state } = useLive();
  const [day, setDay] = useState(() => dayOf(new Date(clock.now()).toISOString()));
  const [wrong, setWrong] = useState<Wrong>({});
  // Each that is saved leaves an empty form for the next.
  const [turn, setTurn] = useState(0);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: (entry: Entry) =>
      request<object>("/attentions", { method: "POST", key: entry.attentionId, body: entry }),
    retry: (failures, error) => isWorthRepeating(codeOf(error)) && failures < retries.most,
    retryDelay: retries.delay,
    onSuccess: () => setTurn(turn + 1),
  });
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const channel = channels.find((one) => one === fields.get("channel"));
    const classification = classifications.find((one) => one === fields.get("classification"));
    const moment = momentOf(day, String(fields.get("time") ?? ""), clock.now());
    setWrong({
      ...(!channel && { channel: t("otherChannel.missing") }),
      ...(!classification && { classification: t("otherChannel.missing") }),
      ...("wrong" in moment && {
        [moment.wrong === "day" ? "day" : "time"]: t(`otherChannel.${wrongWith[moment.wrong]}`),
      }),
    });
    if (!channel || !classification || "wrong" in moment) return;
    mutate({ attentionId: newKey(), sessionId, channel, classification, attendedAt: moment.at });
  }
  const choose = { value: "", label: t("otherChannel.choose"), disabled: true };
  return (
    <form key={turn} onSubmit={save} noValidate aria-label={t("otherChannel.title")}>
      <Stack gap="sm" maw="26rem">
        <NativeSelect
          name="channel"
          label={t("otherChannel.channel")}
          defaultValue=""
          error={wrong.channel}
          data={[choose, ...channels.map((value) => ({ value, label: t(`otherChannel.channels.${value}`) }))]}
        />
        <Group gap="sm" grow align="start">
          <DayField label={t("otherChannel.day")} value={day} onChange={setDay} />
          <TextInput
            name="time"
            label={t("otherChannel.time")}
            defaultValue={clockFieldOf(clock.now())}
            error={wrong.time}
            inputMode="numeric"
            autoComplete="off"
          />
        </Group>
        {wrong.day && <Problem kind="warning">{wrong.day}</Problem>}
        <NativeSelect
          name="classification"
          label={t("otherChannel.classification")}
          defaultValue=""
          error={wrong.classification}
          data={[
            choose,
            ...classifications.map((value) => ({ value, label: t(`shared:classifications.${value}`) })),
          ]}
        />
        {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
        {isSuccess && <Problem kind="info">{t("otherChannel.saved")}</Problem>}
        <Group justify="flex-end">
          <Button type="submit" loading={isPending} disabled={state !== "online"}>
            {t("otherChannel.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
