import { useTranslation } from "react-i18next";
import type { Counters } from "../../view.ts";
import styles from "./sidebar.module.css";

/** Whether Liss answers its webhooks. */
export function LineState({ counters }: { counters: Counters | undefined }) {
  const { t } = useTranslation();
  const { pending = 0, acked = 0, failed = 0 } = counters?.webhooks ?? {};
  const state = failed > 0 && pending > 0 ? "waiting" : acked > 0 ? "fine" : "idle";
  return (
    <div className={styles.line} role="status">
      <span className={styles.dot} data-state={state} aria-hidden />
      {state === "waiting"
        ? t("line.waiting", { count: pending })
        : t(state === "fine" ? "line.fine" : "line.idle")}
    </div>
  );
}
