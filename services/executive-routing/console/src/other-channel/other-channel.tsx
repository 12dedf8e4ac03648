import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

const OtherChannelDialog = lazy(() => import("./other-channel-dialog.tsx"));

/** In the context column: that she was attended by another channel too. */
export function OtherChannel({ card }: { card: SessionCard }) {
  const { t } = useTranslation("desk");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t("otherChannel.here")}
      </Button>
      {open && (
        <Suspense>
          <OtherChannelDialog card={card} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
