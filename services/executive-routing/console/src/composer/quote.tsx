import type { MessageView } from "@liss/executive-routing/desk-api";
import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { plainOf } from "../conversation/plain.ts";
import classes from "./composer.module.css";

/** The message that will be quoted, above what she writes. */
export function Quote({ message, onForget }: { message: MessageView; onForget: () => void }) {
  const { t } = useTranslation("desk");
  return (
    <div className={classes.quote}>
      <p>
        <span>{t("quote.answers")} </span>
        {plainOf(message.content, t) || t("thread.erased")}
      </p>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("quote.forget")} onClick={onForget}>
        <IconX size={16} aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
