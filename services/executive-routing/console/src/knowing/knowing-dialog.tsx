import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { useLive } from "../live/live-desk.tsx";
import { useKnowing } from "./use-knowing.ts";

/** Asks once more: from then on she does not exist for whoever says it. */
export default function KnowingDialog({
  card,
  mine,
  onClose,
}: {
  card: SessionCard;
  mine: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { declare, declaring, refused } = useKnowing(card, mine);
  return (
    <Dialog onClose={onClose} title={t("knowing.title", { codeName: card.codeName })}>
      <Stack gap="sm">
        <Text>{t("knowing.why")}</Text>
        <Text>{t("knowing.what")}</Text>
        {mine && <Text>{t("knowing.back")}</Text>}
        <Text size="sm" c="var(--liss-dimmed)">
          {t("knowing.record")}
        </Text>
        {refused && (
          <Problem>
            {refused === "not-waiting" ? t("knowing.givenAgain") : t(`shared:refusals.${refused}`)}
          </Problem>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("knowing.cancel")}
          </Button>
          <Button onClick={declare} loading={declaring} disabled={state !== "online"}>
            {t("knowing.confirm")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
