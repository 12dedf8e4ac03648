import { IconAntennaBars5, IconAntennaBarsOff, IconBattery3 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import styles from "./handset.module.css";
import { clockOf } from "./time.ts";
import { useNow } from "./use-now.ts";

export function StatusBar({ online }: { online: boolean }) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <div className={styles.statusBar}>
      <span>{clockOf(now)}</span>
      <span className={styles.statusIcons}>
        {online ? (
          <IconAntennaBars5 size={17} role="img" aria-label={t("phone.signal")} />
        ) : (
          <IconAntennaBarsOff size={17} role="img" aria-label={t("phone.noSignal")} />
        )}
        <IconBattery3 size={18} aria-hidden />
      </span>
    </div>
  );
}
