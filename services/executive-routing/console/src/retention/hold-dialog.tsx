import { Problem } from "@liss/ui";
import { Button, Group, NativeSelect, NumberInput, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { type Kept, placeHold, reviewHold } from "./retention-api.ts";
import { useDoing } from "./use-doing.ts";

const reasons = [
  "court-order",
  "prosecutor-request",
  "police-request",
  "she-asked",
  "internal-inquiry",
] as const;
type Reviewer = { id: string; name: string };

/** Keeps a conversation beyond its time, or looks at a hold of somebody else again. */
export function HoldDialog({
  kept,
  reviewers,
  onClose,
  onDone,
}: {
  kept: Kept;
  reviewers: readonly Reviewer[];
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const [reason, setReason] = useState<string>(reasons[0]);
  const [reviewerId, setReviewer] = useState(reviewers[0]?.id ?? "");
  const [days, setDays] = useState(30);
  const { start, busy, refused } = useDoing((does: () => Promise<unknown>) => does(), onDone);
  const { sessionId, hold } = kept;
  const nobody = hold === null && reviewers.length === 0;
  return (
    <Dialog title={t("data.hold.title")} onClose={onClose}>
      <Stack gap="sm">
        {hold === null && (
          <>
            <NativeSelect
              label={t("data.hold.reason")}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              data={reasons.map((value) => ({ value, label: t(`data.holdReasons.${value}`) }))}
            />
            {nobody ? (
              <Problem kind="warning">{t("data.hold.noReviewer")}</Problem>
            ) : (
              <NativeSelect
                label={t("data.hold.reviewer")}
                value={reviewerId}
                onChange={(event) => setReviewer(event.currentTarget.value)}
                data={reviewers.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
          </>
        )}
        <NumberInput
          label={t("data.hold.days")}
          min={1}
          max={180}
          value={days}
          onChange={(value) => setDays(Number(value) || 1)}
        />
        {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("data.hold.cancel")}
          </Button>
          {hold === null ? (
            <Button
              loading={busy}
              disabled={nobody}
              onClick={() => start(() => placeHold(sessionId, { reason, reviewerId, reviewDays: days }))}
            >
              {t("data.hold.save")}
            </Button>
          ) : (
            <>
              <Button
                variant="default"
                loading={busy}
                onClick={() => start(() => reviewHold(sessionId, { outcome: "lift" }))}
              >
                {t("data.hold.lift")}
              </Button>
              <Button
                loading={busy}
                onClick={() => start(() => reviewHold(sessionId, { outcome: "keep", reviewDays: days }))}
              >
                {t("data.hold.keep")}
              </Button>
            </>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
