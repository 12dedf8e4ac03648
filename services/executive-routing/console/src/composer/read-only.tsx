import type { Conversation } from "@liss/executive-routing/desk-api";
import { useTranslation } from "react-i18next";
import classes from "./composer.module.css";

/** Instead of the composer, for whoever does not attend: who does. */
export function ReadOnly({ conversation: { card } }: { conversation: Conversation }) {
  const { t } = useTranslation("desk");
  const sentence =
    card.status === "closed"
      ? t("thread.closed")
      : card.owner
        ? t("thread.attends", { name: card.owner.name })
        : t("thread.waiting");
  return (
    <footer className={classes.composer}>
      <p className={classes.readOnly}>{sentence}</p>
    </footer>
  );
}
