import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";

/** Lets somebody who was kept back wait in the queue again. */
export function EndHold({ card }: { card: SessionCard }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused } = useSessionCommand(card.id);
  return (
    <>
      {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t("keeping.hold.endNamed", { codeName: card.codeName })}
        loading={acting === "unhold"}
        disabled={state !== "online"}
        onClick={() => act({ name: "unhold" })}
      >
        {t("keeping.hold.end")}
      </Button>
    </>
  );
}
