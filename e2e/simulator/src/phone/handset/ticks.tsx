import { IconCheck, IconChecks, IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { MessageStatus } from "../../view.ts";
import styles from "./bubble.module.css";

/** A clock (no network), one tick (sent), two (Liss has it), two in colour (Liss read it). */
export function Ticks({ status }: { status: MessageStatus }) {
  const { t } = useTranslation();
  const Icon = status === "pending" ? IconClock : status === "sent" ? IconCheck : IconChecks;
  const label = t(`message.${status}`);
  return (
    <span className={styles.ticks} data-tick={status} role="img" aria-label={label} title={label}>
      <Icon size={status === "pending" ? 13 : 16} aria-hidden />
    </span>
  );
}
