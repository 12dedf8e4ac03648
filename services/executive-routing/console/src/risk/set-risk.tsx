import type { SetRisk as Decision, SessionCard } from "@liss/executive-routing/desk-api";
import { Problem, shared } from "@liss/ui";
import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { z } from "zod";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import { risk } from "./texts.es-cl.ts";

type Reason = z.infer<typeof Decision>["reason"];
type Tier = z.infer<typeof Decision>["to"];
/** In the order of the catalogue, most urgent first. Nobody decides that nobody has looked. */
const tiers = Object.keys(shared.tiers).filter((tier): tier is Tier => tier !== "unassessed");
const reasons = Object.keys(risk.reasons) as Reason[];

/** Software orders, a person decides: the tier, with its reason, on the record. Source: invariant 2. */
export function SetRisk({ card }: { card: SessionCard }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused } = useSessionCommand(card.id);
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState<{ to?: string; reason?: string }>({});
  if (!open)
    return (
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t("risk.change")}
      </Button>
    );
  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const to = tiers.find((one) => one === fields.get("to"));
    const reason = reasons.find((one) => one === fields.get("reason"));
    const note = String(fields.get("note") ?? "").trim();
    setWrong({
      ...(!to && { to: t("risk.missing") }),
      ...(!reason && { reason: t("risk.missing") }),
    });
    if (!to || !reason) return;
    act({ name: "risk", body: { to, reason, ...(note && { note }) } }, () => setOpen(false));
  }
  const choose = { value: "", label: t("risk.choose"), disabled: true };
  return (
    <form onSubmit={save} noValidate aria-label={t("risk.change")}>
      <Stack gap="xs">
        <Text size="sm">{t("risk.hint")}</Text>
        <NativeSelect
          name="to"
          label={t("risk.to")}
          defaultValue=""
          error={wrong.to}
          autoFocus
          data={[
            choose,
            ...tiers
              .filter((tier) => tier !== card.tier)
              .map((value) => ({ value, label: t(`shared:tiers.${value}`) })),
          ]}
        />
        <NativeSelect
          name="reason"
          label={t("risk.reason")}
          defaultValue=""
          error={wrong.reason}
          data={[choose, ...reasons.map((value) => ({ value, label: t(`risk.reasons.${value}`) }))]}
        />
        <TextInput
          name="note"
          label={t("risk.note")}
          description={t("risk.noteHint")}
          maxLength={2000}
          autoComplete="off"
        />
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={() => setOpen(false)}>
            {t("risk.cancel")}
          </Button>
          <Button size="xs" type="submit" loading={acting === "risk"} disabled={state !== "online"}>
            {t("risk.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
