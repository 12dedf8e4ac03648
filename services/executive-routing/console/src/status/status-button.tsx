import { StatusDot } from "@liss/ui";
import { UnstyledButton } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDesk } from "../desk/use-desk.ts";
import { useLive } from "../live/live-desk.tsx";
import { wellnessOf } from "./gravity.ts";
import classes from "./status.module.css";

const StatusPopover = lazy(() => import("./status-popover.tsx"));

const connection = { online: "well", connecting: "trying", reconnecting: "down" } as const;

/** In the header: the connection, and whether something of the service is away; pressed, it says what that means. */
export function StatusButton() {
  const { t } = useTranslation("desk");
  const { state } = useLive();
  const { status } = useDesk();
  // Pressed before what it opens is here, it opens when it comes.
  const [wanted, want] = useState(false);
  const count = status.troubles.length;
  const word =
    state !== "online"
      ? t(`connection.${state}`)
      : count > 0
        ? t("status.troubles", { count })
        : status.open
          ? t("connection.online")
          : t("status.closed");
  const button = (onClick?: () => void) => (
    <UnstyledButton
      className={classes.button}
      aria-label={`${word}. ${t("status.show")}`}
      {...(onClick && { onClick })}
    >
      <StatusDot state={state === "online" ? wellnessOf(status) : connection[state]}>{word}</StatusDot>
    </UnstyledButton>
  );
  if (!wanted) return button(() => want(true));
  return (
    <Suspense fallback={button()}>
      <StatusPopover>{button}</StatusPopover>
    </Suspense>
  );
}
