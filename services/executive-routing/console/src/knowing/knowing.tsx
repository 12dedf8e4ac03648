import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkbench } from "../app/workbench.ts";
import { nameOfKey } from "../desk/key-names.tsx";
import { useKeys } from "../desk/keys.ts";
import { useLive } from "../live/live-desk.tsx";

const KnowingDialog = lazy(() => import("./knowing-dialog.tsx"));

/** Beside a conversation and in the queue: she knows this person, so that somebody else must attend her. */
export function Knowing({
  card,
  mine,
  keyed = false,
}: {
  card: SessionCard;
  mine: boolean;
  /** Its key is meant for this one: the conversation that is open, and none of those that wait. */
  keyed?: boolean;
}) {
  const { t } = useTranslation("desk");
  const { state } = useLive();
  const { holding } = useWorkbench();
  const [asking, ask] = useState(false);
  const open = () => {
    // What she wrote leaves before what ends the conversation.
    holding.release(card.id);
    ask(true);
  };
  const able = state === "online";
  useKeys({ knowing: keyed && able ? open : undefined });
  const key = keyed ? nameOfKey("knowing") : undefined;
  return (
    <>
      <Button size="xs" variant="default" disabled={!able} title={key} aria-keyshortcuts={key} onClick={open}>
        {t("knowing.action")}
      </Button>
      {asking && (
        <Suspense>
          <KnowingDialog card={card} mine={mine} onClose={() => ask(false)} />
        </Suspense>
      )}
    </>
  );
}
