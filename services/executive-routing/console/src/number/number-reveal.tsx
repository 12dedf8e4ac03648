import type { HerNumber } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "../server/desk.ts";
import { codeOf, request } from "../server/request.ts";
import { writtenNumber } from "./written.ts";

const purposes = ["emergency-services", "agreed-call", "court-order"] as const;
type Purpose = (typeof purposes)[number];

/**
 * Her number: asked for with a purpose, shown for half a minute, and in no memory of the browser but this component's.
 * An executive has one purpose, the emergency; a supervisor says which.
 */
export function NumberReveal({ sessionId, supervisor }: { sessionId: string; supervisor: boolean }) {
  const { t } = useTranslation(["desk", "shared"]);
  const [asking, ask] = useState(false);
  const [purpose, choose] = useState<Purpose>("emergency-services");
  const [shown, show] = useState<{ number: string; left: number } | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      request<HerNumber>(`/sessions/${sessionId}/number`, {
        method: "POST",
        key: newKey(),
        body: { purpose },
      }),
    onSuccess: ({ number, showSeconds }) => {
      show({ number, left: showSeconds });
      ask(false);
    },
    gcTime: 0, // nothing of the answer is kept
  });
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => show(shown.left > 1 ? { ...shown, left: shown.left - 1 } : null), 1_000);
    return () => clearTimeout(timer);
  }, [shown]);

  if (shown)
    return (
      <Stack gap="xs" role="status">
        <Text fw={600} size="lg" className="liss-tabular">
          {writtenNumber(shown.number)}
        </Text>
        <Group justify="space-between">
          <Text size="sm">{t("number.leaves", { seconds: shown.left })}</Text>
          <Button size="xs" variant="default" onClick={() => show(null)}>
            {t("number.cover")}
          </Button>
        </Group>
      </Stack>
    );
  if (!asking)
    return (
      <Button size="xs" variant="default" onClick={() => ask(true)}>
        {t("number.open")}
      </Button>
    );
  return (
    <Stack gap="xs">
      {supervisor && (
        <NativeSelect
          label={t("number.why")}
          value={purpose}
          onChange={(event) =>
            choose(purposes.find((one) => one === event.currentTarget.value) ?? "emergency-services")
          }
          data={purposes.map((value) => ({ value, label: t(`number.purposes.${value}`) }))}
        />
      )}
      <Text size="sm">{t("number.warning")}</Text>
      {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      <Group justify="flex-end">
        <Button size="xs" variant="default" onClick={() => ask(false)}>
          {t("number.cancel")}
        </Button>
        <Button size="xs" loading={isPending} onClick={() => mutate()}>
          {t("number.show")}
        </Button>
      </Group>
    </Stack>
  );
}
