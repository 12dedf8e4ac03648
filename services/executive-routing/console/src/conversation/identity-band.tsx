import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import classes from "./conversation.module.css";

/** Something about who writes changed: until a person makes sure, everybody sees it. */
export function IdentityBand({ card, mine }: { card: SessionCard; mine: boolean }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused } = useSessionCommand(card.id);
  if (!card.identityDoubt) return null;
  return (
    <div className={classes.identity}>
      <Problem
        kind="warning"
        action={
          mine && (
            <Button
              size="xs"
              variant="default"
              loading={acting === "confirm-identity"}
              disabled={state !== "online"}
              onClick={() => act({ name: "confirm-identity" })}
            >
              {t("identity.confirm")}
            </Button>
          )
        }
      >
        <strong>{t(`identity.changes.${card.identityDoubt}`)}</strong>{" "}
        {refused
          ? t(`shared:refusals.${refused}`)
          : t(card.agreedWordAt ? "identity.heard" : "identity.advice")}
      </Problem>
    </div>
  );
}
