import type { Conversation } from "@liss/executive-routing/desk-api";
import { formatTime } from "@liss/ui";
import { IconEye } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./glass.module.css";

/** Above a conversation that she opened with a reason: that it is so, and until when. */
export function GlassBand({ glass }: { glass: NonNullable<Conversation["glass"]> }) {
  const { t } = useTranslation("desk");
  const reason = t(`glass.reasons.${glass.reason}`).toLocaleLowerCase("es-CL");
  return (
    <p className={classes.band}>
      <IconEye size={18} stroke={1.7} aria-hidden="true" />
      {t("glass.band", { reason, time: formatTime(glass.until) })}
    </p>
  );
}
