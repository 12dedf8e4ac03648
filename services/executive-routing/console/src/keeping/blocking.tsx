import type { SessionCard } from "@liss/executive-routing/desk-api";
import { formatDateTime } from "@liss/ui";
import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { mayWait } from "../composer/may-wait.ts";
import { nameOfKey } from "../desk/key-names.tsx";
import { useKeys } from "../desk/keys.ts";
import { useLive } from "../live/live-desk.tsx";
import classes from "./keeping.module.css";

const BlockDialog = lazy(() => import("./block-dialog.tsx"));

/** Keeps a contact who abuses the channel from the queue for a while. In danger only a supervisor decides it. */
export function Blocking({ card, supervisor }: { card: SessionCard; supervisor: boolean }) {
  const { t } = useTranslation("desk");
  const { state } = useLive();
  const [asking, ask] = useState(false);
  const [until, setUntil] = useState<string | null>(null);
  const may = supervisor || mayWait(card);
  const able = state === "online";
  useKeys({ block: may && able ? () => ask(true) : undefined });
  if (!may) return null;
  return (
    <div>
      <Button
        size="xs"
        variant="default"
        disabled={!able}
        title={nameOfKey("block")}
        aria-keyshortcuts={nameOfKey("block")}
        onClick={() => ask(true)}
      >
        {t("keeping.block.action")}
      </Button>
      <p role="status" className={classes.quiet}>
        {until && t("keeping.block.done", { until: formatDateTime(until) })}
      </p>
      {asking && (
        <Suspense>
          <BlockDialog card={card} onClose={() => ask(false)} onBlocked={setUntil} />
        </Suspense>
      )}
    </div>
  );
}
