import { Alert, CloseButton, Text } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import styles from "./app.module.css";
import { FaultPanel } from "./bench/fault-panel.tsx";
import { Sidebar } from "./bench/sidebar.tsx";
import { Handset } from "./handset/handset.tsx";
import { NoticeProvider, useNotices } from "./live/notice.tsx";
import type { BenchState } from "./live/state.ts";
import { useBench } from "./live/use-bench.ts";
import { floatingId } from "./theme.ts";

export function App() {
  const bench = useBench();
  const [faultsOpen, setFaultsOpen] = useLocalStorage({ key: "liss-simulator-faults", defaultValue: false });
  return (
    <NoticeProvider>
      <div className={styles.page} data-faults={faultsOpen}>
        <Sidebar bench={bench} faultsOpen={faultsOpen} toggleFaults={() => setFaultsOpen(!faultsOpen)} />
        <main className={styles.phones}>
          <Warnings connection={bench.connection} />
          <Phones bench={bench} />
          <div id={floatingId} />
        </main>
        {faultsOpen && <FaultPanel bench={bench} close={() => setFaultsOpen(false)} />}
      </div>
    </NoticeProvider>
  );
}

function Phones({ bench }: { bench: BenchState }) {
  const { t } = useTranslation();
  const shown = bench.phones.filter((phone) => phone.shown);
  if (bench.connection !== "connecting" && shown.length === 0) {
    return (
      <div className={styles.nobody}>
        <Text fw={600}>{t("bench.nobodyShown")}</Text>
        <Text c="dimmed">{t("bench.nobodyShownHelp")}</Text>
      </div>
    );
  }
  return (
    <div className={styles.row}>
      {shown.map((phone) => (
        <Handset key={phone.id} phone={phone} conversation={bench.conversations[phone.id] ?? []} />
      ))}
    </div>
  );
}

function Warnings({ connection }: { connection: BenchState["connection"] }) {
  const { t } = useTranslation();
  const { reason, dismiss } = useNotices();
  return (
    <div className={styles.warnings} aria-live="polite">
      {connection === "lost" && (
        <Alert color="orange" title={t("bench.lost")} classNames={{ title: styles.lost }} />
      )}
      {reason !== undefined && (
        <Alert color="red" variant="light">
          <div className={styles.notice}>
            <span>{t("bench.failed", { reason })}</span>
            <CloseButton aria-label={t("bench.dismiss")} onClick={dismiss} />
          </div>
        </Alert>
      )}
    </div>
  );
}
